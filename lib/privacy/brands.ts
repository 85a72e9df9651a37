import { treatmentWords } from './treatments.ts'

/** Names of things that callers mention and no dictionary has. */
export const brands: ReadonlySet<string> = new Set([
  ...treatmentWords,
  ...`klarna clearpay paypal amex visa mastercard instagram insta tiktok facebook whatsapp google groupon youtube zoom teams uber monzo
  starling revolut tesco asda sainsburys morrisons aldi lidl boots superdrug primark treatwell fresha netflix botox profhilo juvederm restylane hydrafacial
  morpheus cryotherapy cleanser sculptra radiesse obagi dysport bocouture azzalure polynucleotides microneedling lumi seventy hyacorp teosyal belotero cellfina thermage ulthera
  baltic mingin pico derma areola heliocare hifu ipl prp bbl pdo smas uk usa london leeds manchester birmingham liverpool bristol cardiff glasgow edinburgh belfast sheffield newcastle nottingham
  leicester brighton essex kent surrey devon cornwall wales scotland ireland england heathrow gatwick euston paddington easter christmas facetime iphone android apple
  whats app covid vip asap diy faq nhs gp hr pm am ok okay erm hiya ta tbh btw lol omg dna mot vat eta cv bnpl apr gdpr cctv tv itv bbc aesthetics aesthetician
  dhl dpd evri yodel hermes xbox playstation nokia costa greggs nandos lloyds ipad café cafe chocka umming ahhing erming cankles hoody bluetooth wifi dvla hmrc pdf qr sim gps satnav
  tenerife ibiza majorca mallorca menorca lanzarote fuerteventura benidorm marbella magaluf malaga alicante faro algarve zante corfu crete rhodes kos santorini mykonos dubai bali phuket goa cancun canaria
  earwigging bevvy telly natter faffing zapped scran rotis tixel ultherapy endolift fraxel morpheus
  alumier skinceuticals dermalux dermapen cooltech coolsculpting teoxane ellanse jalupro rejuran plexr jett candela soprano nefertiti exosomes exosome sunekos emface emsculpt zumba woolworths micropigmentation smp cetaphil
  cerave aqualyx croma saypha stylage restylane nucleofill hyaron innea plinest philart karisma alidya seventyhyal hydrafacials airpod airpods macbook fitbit garmin santander barclays natwest halifax nationwide lloyds
  solihull aberdeen dundee wigan whitby harrogate dublin gretna whitstable southport skye jesmond croydon altrincham piccadilly grimsby cheadle haymarket leith pennines omagh brixton dartford hebrides inverness
  calais bootle nuffield lisburn northgate gloucestershire metropole lincolnshire bishopsgate swansea doncaster frimley herefordshire cheshire falklands wolverhampton peterhead marbs
  ballymena gateshead oban stockport blackpool sunderland middlesbrough hartlepool scunthorpe barnsley rotherham walsall shrewsbury
  coventry northampton peterborough ipswich norwich colchester basildon luton watford stevenage cheltenham exeter plymouth torquay bournemouth southampton portsmouth woking croydon
  romford ilford hackney islington wimbledon ealing hounslow wembley harrow tottenham canary wharf canterbury eastbourne gatwick wrexham llandudno aberystwyth
  pontypridd merthyr kilmarnock falkirk dunfermline kirkcaldy airdrie lisburn armagh coleraine guernsey barcelona madrid lisbon amsterdam brussels berlin miami florida norway sweden denmark austria switzerland
  rhinoplasty blepharoplasty abdominoplasty otoplasty labiaplasty mastopexy vaser lipo bleph photofacial hydrafacials facelift facelifts cryolipolysis dermaplaning dermaplane`.split(
    /\s+/,
  ),
])
