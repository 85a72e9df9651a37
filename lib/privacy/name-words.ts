import { list } from './text.ts'

/** Given names and surnames that are dictionary words too; every other name is known by being no English word. */
export const alsoNames = new Set(
  list(`abbey amber angel april art ash aubrey august aurora autumn barry basil baker
  bell berry bill billy bird bishop
  black blake blossom bob bobby bond bonny booth bourne bowler bradley brand brick bridge bridges brook brooke
  brooks brown bryony buck bud burns bush butcher
  butler cage candy cannon carol carpenter carter cash celeste chance chandler chase cherry chester chuck clay cliff
  clover cole cook cooper coral cotton
  crystal curry daisy dale dawn day dean destiny dick dixie dolly don drew duke earl ebony eden elder ember ernest
  eve faith farmer faye fern field fields finch
  fisher fleming flint flora flower forest foster fox francis frank franks french frost gale gay gene ginger glen
  glenn gold grace grant gray green grey grove
  guy hale hall harmony harry hazel heath heather henry hill hilly holly holmes hood hooker hope hunt hunter iris
  ivy jack jade jasmine jasper jay jean jerry jersey
  jewel jimmy joe john jolly jordan josh joy jude june kay kelly king kit kitty knight lacy lake lamb lance lane
  lara laurel law lee lily linda little long
  louis love luck lucky mace maria marina mark marsh martin mason matt max may melody mercer mercy merry mike mile
  miles mill miller mills mo moody moon moore moss
  mule mullet nash neil nick noble norm norman north oak olive oliver opal otter page paige painter palmer pan park
  parks parson paris pat patience patty paul
  pearl peck penny pepper perry pet petal pete peter petty phoenix pierce piper pitt pollard pond poole pope poppy
  porter potter price prince prudence queen rain raven
  ray reed reeve reeves rich rick rivers rob robin rock rod roman rose rosemary rosy rowan ruby russell rusty ruth
  sage sally sandy saviour sawyer scarlet scarlett
  scout sharp sheila shepherd short silver sky skinner skipper slater small smith snow sparrow spencer spring stacey
  star steel stella stephen sterling stone storm
  strong sue sugar summer sunny swan swift taylor teddy temple terry tiger tim todd tony tower town trinity troy
  tucker turner vale van vera victor victoria
  vince viola violet walker wall waller warden warren waters watt webb weaver webster wells west wheeler white
  whittle wilder will william willow wolf
  wood woods wren wright yarrow young pam jan jess jo les liv meg mel nan nat ned pip polly ron rosie roy ross sam
  shan sid stan stew sid ted tess tom val viv
  zen ali al amy ana anna dot ed ella elle em esme fay flo gem gill gus hal hank ida ira jake jill jim jon joss ken
  kim kip len leo liam lisa lola lou lucy luke lyn mae
  mia mick mimi moll nell nina noel nora ollie otis pip ralph rex ria rita rory sasha saul seth sian tara tia toby
  una wes zach zara kerry gavin trace tracy
  carol carole dominic angus alan alec clive derek doug duncan ewan fergus gordon graham gwen hugh ian ivan keith
  lorna maud morag muriel nadia nigel noor pauline
  petra rhian rhona rhys robyn rupert saskia shaun sian simon steve stuart sybil trevor tyrone una wayne wendy
  yasmin singh kaur khan begum patel chowdhury
  aled jed wes giles agnes ines moses bess des gus bex kev bev nev dev trev
  aisling andy asher barney becky beryl betsy carly casey clement colleen deb derrick felicity frances fred hector
  james jared johnny jules kelvin kylie lester margarita marty mary mickey molly myrtle phoebe piers ricky riley roger
  shelly sherry tilly tracey verity wally ines jacky mags marge paddy ros sonny tiff bailey barker barnes bates beck
  boyd brady buckley chambers coates collier cox cross daly duffy freeman fuller garner gibbons glover graves griffin
  harding hardy harper hart hayes hicks hogan kennedy leach lister lynch manning myers newton parry parsons peacock
  peters pickering plant powers rogers sanders savage shah sims singleton stokes tuck wade ward warner watts winter winters
  may-lin bing ping long lin chan wing man tang sang sing kwan bang hung kit yen pang chew hang ho lam lau law lo
  mak ng pun so tam to tse wan wong yip yu precious blessing`),
)

const weakAlone = new Set(
  list(`love so to man sing long short little small young rich sunny happy strong day may
  will mark bill art rose chance hope faith grant cash law star
  don norm town west north hill park wall rain summer spring autumn august april june black white brown green grey
  gray pet sugar queen king prince price page sharp
  french gay gold silver early van hang ping wing bang hung noble merry jolly moody lucky luck patience tower
  snow storm frost star rock rod stone cook baker
  sky fields field bridge love em al em to pun tam tan tang yen so man lane road lake moon sage mill oak forest
  temple harmony rusty cage brand destiny phoenix
  jersey cotton long hooker butcher otter swift candy buck duke crystal blossom flower elder farmer painter porter
  mercy wood woods waters coral jewel melody paris
  nan may pat jean reed angel ebony amber ginger bud chuck cliff dot gem ash bell bob pip kit nick sue tim tom rob
  chambers cross graves glover fuller hardy hart leach manning plant powers savage tuck ward wade winter winters peacock
  miles sonny barker freeman marge jules ray ken ali jack harry guy frank lance drew wren`),
)

/** Whether a word may be a name after a cue as weak as "it's": it is no ordinary word there. */
export const isLikelyAlone = (w: string): boolean => alsoNames.has(w) && !weakAlone.has(w)
export const mayBeName = (w: string): boolean => alsoNames.has(w)

export const particles = new Set(
  list('ní nic de da di du del della la le van von der den ten ter bin bint ibn al el ap ab dos das st mac mc o y abu'),
)
export const titles = new Set(
  list('mr mrs ms miss mx mister missus madam sir lady dame lord reverend rev canon major captain sgt sergeant'),
)
export const staffTitles = new Set(list('dr doctor nurse sister prof professor surgeon matron'))

/** Words that no name contains, so that a sentence after "my name" or "this is" is none. */
export const neverNames = new Set(
  list(`a about absolutely actually after again all already also always am an and
  another any anyone anything appointment are as ask asking at
  available back bad because been before being best better big bit book booked booking both but by call called
  caller calling can cancel cause changed since gmail googlemail hotmail icloud outlook yahoo check clinic come coming
  consultation cool correct cost could currently date day deposit did different do does doing done each early either
  email enough enquiring er erm even every everything
  exactly fantastic few filler fillers fine first for from full fully gave general get getting give given go going
  gone good got great had half happy has have having he
  hello help her here hers hi him his hope hoping how i if in interested into is it its just keen keep know last
  late later leave let like line looking lot lovely made make
  many maybe me mean mine minute more morning much my name near need needing never new next nice no nobody none not
  nothing now number of off ok okay old on once one only
  open or other our out over own pardon person phone please possible probably problem question quick quite rather
  ready really regarding right ring ringing same say saying
  see seen she should sorry soon speak speaking spell spelled spelling spelt still stop such sure take talk talking
  tell than thank thanks that the their them then there these they thing things
  think this those though through till time to today told tomorrow tonight too tried try trying two under until up
  urgent us use used very wait waiting want wanted was way we
  wednesday week weekend well went were what when where whether which while who why will with without wondering work
  would wrong yeah year yep yes yesterday yet you your
  monday tuesday thursday friday saturday sunday january february march july september october november december
  afternoon evening afternoons mornings both cheers mate
  allright alright cafe jesus christ surname first second middle maiden three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety hundred double mobile address postcode
  my self myself meself himself herself themselves yourself ourselves quarter past half oclock pm free busy hiya hey
  morning noon midday nervous worried excited grateful scared anxious down disappointed afraid fit sick ill unwell
  poorly pregnant tired unsure confused certain desperate
  embarrassed not really thinking considering after off available flexible based outside running stuck ten running
  botox currently also allergic interested booked due local male female gay
  control pressure review stress treatment consultant age eye chin arm general local anaesthetic sedation hospital
  observation strict straight married single divorced retired vegan vegetarian happy new existing returning regular
  came comes goes works worked lives lived rang rings told tells recommended recommends brought brings drives drove dropped drops drop sent sends loves loved wants needs needed
  swears uses thinks knows knew looks looked moved moves stays stayed picked picks takes took mentioned suggested reckons visits visited sees saw goes
  sister brother mother father mum mam dad son daughter husband wife friend partner boyfriend girlfriend hubby missus neighbour colleague
  patient client customer private confidential put say same baltic spell something somebody someone whatever whoever everyone nothing um uh ah eh hm well so yes no
  tryna gonna wanna gotta shall tees effs ells ens
  believe reyt reet summat nowt thass aye usual tel telephone treatment insha inshallah mashallah alhamdulillah wallahi cariad muchness ta aboot anythin setterday frydee eyeshadow mondee tuesdee wednesdee thursdee fridee saturdee sundee wagwan wah gwan duw assalam salam salaam alaikum alreet soz haan ach acha abeg dzien dobry bruv bostin mhm namaste bonjour hola ciao shalom bore hangry dwp`),
)
/** After these a name is over, and it was one. */
export const closers = new Set(
  list(`here speaking calling ringing phoning again from please thanks and but i by
  with about on at my who spelt spelled spelling the for
  it returning that is date born number email yeah yes no then so just was you can could we not to if or as though
  lovely love mate cheers in your sorry hen hun dear duck pet darling properly altogether`),
)
/** Words of every sentence that somebody may be called all the same, where a name stands: "hope taylor". */
export const isGivenToo = (w: string): boolean => w === 'hope' || w === 'will'
