/**
 * What kind of thing everyday words are about, written for this project. The tagger learns how much each kind tells and
 * where; a word is never masked for being here. The first kind that names a word counts.
 */
export const kinds = `
[treated face and figure]
wrinkle frown crow crease furrow jowl sag saggy droopy jawline cheekbone pout plump volume contour contouring dull
glow glowy glowing fresh fresher younger youthful ageing aging aged pore pores texture complexion radiance
tired-looking hooded undereye tear trough hollow hollows bags puffy lipstick makeup foundation mascara selfie mirror
profile bump hump symmetrical symmetry uneven crooked asymmetric smile gummy double chin turkey flabby flab bingo
wobbly muffin handle handles belly paunch thigh bum bumlift perky perkier flat flatter cleavage cup bigger smaller
fuller slimmer thinner definition defined chiselled bald balding hairline receding stubble unwanted tattoo ink fade
stretch marks cellulite dimple
[clinic work]
botox filler fillers lip lips facelift rhinoplasty peel peels laser ipl hydrafacial microneedling dermaplaning facial
facials lash lashes brow brows threads profhilo sculptra skinbooster booster prp hifu thermage vaser lipo liposuction
tummytuck tuck lift uplift bleph blepharoplasty otoplasty pinning mastopexy augmentation implants implant bbl
transplant graft electrolysis waxing threading consult consultation consultations treatment treatments procedure
procedures appointment slot session sessions course package patch topup top-up review revision followup aftercare
coolsculpting emsella emsculpt morpheus mesotherapy polynucleotides veneers whitening
[booking]
book booked booking rebook cancel cancelled reschedule move moved confirm confirmed available availability free diary
calendar waiting list cancellation slot earliest earlier later soonest morning afternoon evening lunchtime noon
weekday weekend tomorrow today tonight monday tuesday wednesday thursday friday saturday sunday next week fortnight
month o'clock half quarter past squeeze pencil hold reminder text confirmation
[money]
price prices cost costs pounds quid pound grand deposit refund pay paid paying payment finance instalments monthly
klarna offer offers discount voucher gift card cash receipt invoice vat fee fees charge charged cheap cheaper
expensive dear quote budget afford loyalty points deal
[clinic place]
parking park car lift stairs entrance door reception receptionist waiting room address website online form forms app
email link leaflet brochure photo photos picture pictures before after reviews instagram clinic branch building street
station bus train taxi lift opening hours open closed shut toilet wifi coffee
[talk]
hello hi hiya morning alright thanks cheers ta please sorry bye right okay sure lovely brilliant fab grand great
perfect wondering question ask tell know think suppose mean honest hang minute sec speak ring call phone message
voicemail callback
[relative]
mum mam mom mother mummy ma dad da daddy father pa parent parents sister sis brother bro sibling siblings nan nana
nanna gran granny grandma grandmother grandad grandpa grandfather grandparent auntie aunty aunt uncle cousin niece
nephew son daughter lad lass boy girl child children kid kids bairn wean baby toddler twin twins husband hubby wife
missus partner boyfriend girlfriend fiance fiancee ex family folks relatives side half in-law stepdad stepmum
godmother flatmate housemate
[death]
died dead death dying passed away lost buried funeral bereaved bereavement grief grieving widow widowed widower
stillborn stillbirth miscarry miscarriage terminal palliative hospice
[body inside]
heart ticker lung lungs liver kidney kidneys bladder bowel bowels gut guts stomach tummy womb uterus ovary ovaries
prostate thyroid pancreas gallbladder spleen brain skull spine spinal vertebra disc discs bone bones joint joints
muscle muscles nerve nerves vein veins artery arteries blood valve aorta appendix tonsils adenoids glands gland throat
windpipe sinus sinuses hormones hormone immune marrow cervix tubes tube retina cornea cartilage ligament tendon ribs
rib pelvis waterworks plumbing innards insides
[body outside]
head face skin scalp hair eye eyes eyelid eyelids ear ears nose nostril mouth tongue gum gums tooth teeth jaw chin
cheek forehead neck shoulder shoulders arm arms elbow elbows wrist wrists hand hands finger fingers thumb nail nails
chest breast breasts boob boobs nipple nipples back hip hips leg legs thigh thighs knee knees calf calves shin ankle
ankles foot feet toe toes bottom bum backside groin armpit armpits belly private privates bits downstairs nether
vagina vulva labia penis willy balls testicle testicles foreskin crotch heel
[pain]
pain pains painful ache aches achy aching hurt hurts hurting sore soreness tender throb throbbing stab stabbing sting
stinging burn burning cramp cramps spasm spasms agony killing twinge niggle gripping crushing griping excruciating
pounding splitting migraine headache headaches stiff stiffness seize seizing
[skin trouble]
rash rashes hives welts weals wheals spots spotty pimple pimples acne boil boils abscess blister blisters scab scabs
scabby crust crusty crusting flaky flaking peeling raw red redness itch itchy itching scratch scratching blotch
blotchy blotches bumps lump lumps lumpy swelling swollen swell puffed puffy inflamed eczema psoriasis rosacea keloid
keloids scar scars scarring bruise bruised bruises bruising lesion mole moles wart warts verruca cyst cysts ulcer
ulcers sores cold-sore patchy patches pigment vitiligo cracked weeping weepy sweat sweats sweaty sweating
[wound and healing]
stitch stitches sutures wound incision dressing dressings bandage plaster plasters drain drains heal healed healing
infected infection infections pus ooze oozing oozy discharge leak leaks leaking leaky weep bleed bleeds bleeding bled
seeping gape gaping split burst opened smell smells smelly stinks stink whiff pong hot warm throbbing hard lumpy
nodule migrated blanching white necrosis dead black numb numbness tingle tingling tingly pins needles droop drooping
droopy drooped lopsided wonky
[stomach]
sick vomit vomiting throwing threw puke puking spew retch retching heave nausea nauseous queasy bilious diarrhoea runs
trots loose squits constipated constipation bunged bloated bloating wind gas windy reflux heartburn acid indigestion
swallow swallowing choke choking appetite food eat eating ate keep down weight toilet poo poos stool stools wee weeing
pee peeing urine dribble leaky incontinent incontinence accidents pads piles
[breath]
breath breathe breathing breathless wheeze wheezing wheezy wheezes cough coughing coughs chesty phlegm mucus snot
sputum puff puffed puffing panting gasping inhaler inhalers nebuliser oxygen asthma asthmatic copd snore snoring
apnoea snuffly blocked sneezing sneeze hayfever bronchitis pneumonia
[consciousness]
faint fainted fainting fainter dizzy dizziness giddy lightheaded light-headed woozy blackout blackouts black collapse
collapsed keel keeled pass passed out spin spinning spins wobbly unsteady fit fits fitted fitting seizure seizures
convulsion funny turn turns episode episodes absence stroke strokes aneurysm concussion clot clots palpitations
fluttering flutter flutters racing skipping skips thumping pounding vertigo zone blank blanks
[senses]
blind blurred blurry blur vision sight eyesight floaters flashing flashes zigzags halos deaf hearing hear tinnitus
ringing buzzing whistling glaucoma cataract cataracts specs glasses lenses squint smell taste voice hoarse
[sleep and strength]
sleep sleeping slept insomnia awake exhausted knackered shattered drained wiped fatigue tired tiredness weak weakness
feeble shaky shakes shaking tremor tremors trembling shiver shivering shivery fever feverish temperature hot cold
flushes flush flushing sweats poorly ill unwell rough ropey peaky lethargic wrecked flu virus bug covid run-down
[mood]
anxiety anxious anxiously depressed depression depressing depressive panic panicky panicking mood moods moody low down
tearful crying cry cried nerves nervy breakdown mental mentally head therapist therapy therapies counselling
counsellor cbt psychiatrist psychologist psych crisis sectioned section suicidal suicide harm self-harm cut cutting
topped kill overdose voices paranoid paranoia psychosis psychotic bipolar manic mania schizophrenia ocd obsessive
intrusive ptsd trauma traumatised flashbacks nightmares anorexia anorexic bulimia bulimic binge binging purge purging
starving starve starved dysmorphia adhd autism autistic asd aspergers meltdown meltdowns stress stressed breakdowns
worthless hopeless numb dark thoughts cope coping struggle struggling
[illness]
diabetes diabetic sugar sugars cancer cancers tumour tumours tumor growth malignant lymphoma leukaemia melanoma
carcinoma chemo radiotherapy remission lupus ms parkinsons alzheimers dementia epilepsy epileptic arthritis rheumatoid
osteoporosis fibromyalgia hepatitis hiv aids herpes shingles anaemia anaemic haemophilia thrombosis dvt embolism
angina arrhythmia fibrillation murmur hypertension cholesterol gout crohns colitis ibs coeliac hernia endometriosis
endo fibroids pcos cystic fibrosis syndrome disease disorder condition conditions illness diagnosis diagnosed chronic
flare flares flared flare-up tb malaria meningitis sepsis jaundice gallstones stones chlamydia gonorrhoea syphilis
clap warts thrush cystitis uti
[medicine]
tablet tablets pill pills medication medications medicine medicines meds drug drugs prescription prescribed prescribe
dose doses dosage milligrams mg antibiotics antibiotic steroid steroids painkiller painkillers paracetamol ibuprofen
aspirin codeine morphine insulin injection injections jab jabs jabbing drip infusion infusions capsule capsules cream
creams ointment drops spray patch patches statin statins thinner thinners antidepressants antidepressant antihistamine
antihistamines epipen pen pens inhaler blocker blockers hrt contraceptive pill supplements herbal remedy vaccine
vaccinated booster chemist pharmacist pharmacy repeat gtn warfarin metformin sertraline omeprazole thyroxine
roaccutane ozempic wegovy mounjaro semaglutide
[doctors]
doctor doctors gp specialist consultant surgeon nurse nurses hospital hospitals ward theatre a&e casualty ambulance
paramedic paramedics paramedic icu intensive physio physiotherapist dermatologist cardiologist neurologist oncologist
haematologist psychiatrist midwife midwives clinic-list referral referred refer admitted admission discharged
discharge outpatients appointment specialist-team rheumatology cardiology oncology neurology haematology dermatology
gynae infirmary surgery
[tests]
test tests tested testing result results scan scans scanned mri ct xray x-ray ultrasound biopsy smear mammogram ecg
echo bloods count counts level levels reading readings positive negative abnormal borderline raised high low markers
screening screened swab sample samples colonoscopy endoscopy pressure bp bmi hba1c cholesterol iron ferritin platelets
clear
[measures]
weigh weighs weight stone kilo kilos kg pounds-heavy lbs bmi height tall feet foot inches size waist dress cup obese
overweight fat underweight skinny heavy
[genes]
gene genes genetic genetics genetically brca mutation mutations faulty carrier carry carries chromosome dna inherited
hereditary trait lynch leiden factor fingerprint fingerprints retina iris voiceprint faceid
[devices and past surgery]
pacemaker defibrillator stent stents bypass valve shunt plate plates pin pins screw screws rod rods metalwork titanium
coil mirena implanon cochlear hearing-aid aids prosthetic prosthesis stoma bag colostomy ileostomy catheter port line
picc mesh replacement replaced removed out operation operations operated op ops surgery surgeries knife anaesthetic
hysterectomy mastectomy lumpectomy caesarean section vasectomy snip sterilised appendix tonsils gallbladder amputated
amputation amputee transplant transplanted band sleeve balloon gastric fused fusion hip reconstruction turkey istanbul
prague abroad botched years-ago
[disability]
wheelchair chair crutches crutch stick frame walker rollator zimmer scooter ramp carer carers pip disability disabled
disabilities blue-badge badge hoist guide dog braille lip-read lipread sign signing bsl interpreter deaf blind
paralysed paralysis palsy limp limb sight dyslexic dyslexia dyspraxia learning wobbly unsteady mobility housebound
bedbound registered impairment impaired stammer stutter
[pregnancy]
pregnant pregnancy preggers expecting trimester weeks due bump scan antenatal postnatal postpartum birth born birthing
labour waters breastfeeding breastfeed breastfed breast-feeding nursing bottle pump pumping milk ivf fertility fertile
infertile embryo eggs egg conceive conceiving trying ovulating period periods monthlies cycle cycles menopause
menopausal perimenopause perimenopausal change flushes hot-flushes abortion termination terminated miscarried
miscarriage ectopic caesarean c-section contraception coil pill late test womb baby babies newborn latch
[drink]
drink drinks drinking drinker drank drunk alcohol alcoholic booze boozing boozer wine bottle bottles glass glasses
pint pints beer lager cider vodka gin whisky spirits units sober sobriety recovery aa rehab detox wagon drop teetotal
hangover binge tipple bevvy bevvies bevvied
[drugs]
cocaine coke charlie sniff line weed cannabis joint joints spliff spliffs skunk hash edibles ketamine ket mdma pills
ecstasy heroin gear smack methadone crack meth crystal speed amphetamines valium xanax spice nos balloons steroids
juice rehab clean using user recreational party addict addiction addicted habit dealer edibles mushrooms lsd acid
poppers
[smoking]
smoke smokes smoked smoker smoking cigarette cigarettes cigs fags fag ciggies roll rollies rollups tobacco baccy vape
vapes vaping vaper nicotine gum patches packet packs pack twenty-a-day quit quitting shisha hookah snus
[reaction]
allergic allergy allergies intolerant intolerance react reacts reacted reaction reactions anaphylaxis anaphylactic
epipen swell swelled swelled-up balloon ballooned came-out comes-out brings flare hives sneeze itch throat closes
closed close tongue sensitive sensitivity hospitalised
[allergens]
penicillin latex nuts nut peanut peanuts almond shellfish prawns prawn crab fish eggs dairy milk lactose gluten wheat
soya sesame strawberries kiwi bees bee wasp wasps pollen dust cats cat dogs dog fur feather nickel metal jewellery
plasters tape adhesive glue elastoplast iodine chlorhexidine dye ppd hair-dye lidocaine anaesthetic novocaine perfume
fragrance detergent lanolin aloe sulphur sulpha bananas avocado
[belief]
church chapel mass parish priest vicar pastor minister bishop congregation christian catholic protestant anglican
methodist baptist pentecostal evangelical orthodox mormon jehovah jehovah's witness witnesses quaker muslim islam
islamic mosque imam quran ramadan eid fasting fast halal haram hijab niqab burka headscarf jummah hajj umrah jewish
jew synagogue shul rabbi sabbath shabbat kosher passover hanukkah yom kippur sheitel hindu temple mandir diwali
navratri puja sikh gurdwara turban kara amrit vaisakhi buddhist buddha monastery pagan wiccan druid rastafarian rasta
atheist atheism agnostic humanist god allah jesus lord bible prayer prayers pray praying faith religion religious holy
baptised confirmation communion lent easter confession rosary nun monk blessed spiritual scripture elders kingdom hall
gelatine pork modesty
[origin]
black white brown asian african caribbean jamaican nigerian ghanaian somali ethiopian eritrean kenyan zimbabwean
sudanese egyptian moroccan algerian arab arabic iraqi iranian persian syrian lebanese turkish kurdish afghan pakistani
indian punjabi gujarati bengali bangladeshi tamil sri lankan nepali chinese cantonese japanese korean vietnamese thai
filipino filipina malaysian indonesian polish romanian bulgarian hungarian czech slovak lithuanian latvian estonian
russian ukrainian albanian kosovan bosnian serbian croatian greek cypriot italian spanish portuguese brazilian latina
latino colombian mexican irish scottish welsh english british european mediterranean gypsy gypsies roma romani
traveller travellers mixed race biracial heritage descent ancestry ancestors ethnicity ethnic background roots tribe
caste darker dark melanin afro native aboriginal nationality immigrant refugee asylum windrush diaspora originally
lagos accra mogadishu kingston lahore karachi delhi mumbai dhaka hong kong warsaw bucharest istanbul
[love and gender]
gay lesbian bi bisexual queer straight pansexual asexual ace homosexual heterosexual closet pride wife husband
girlfriend boyfriend trans transgender transition transitioning transitioned nonbinary non-binary enby genderfluid
agender dysphoria deadname pronouns they he she him her male female man woman lad bloke men women ladies guys fella
drag tavistock hormones oestrogen testosterone blockers top bottom surgery mtf ftm binder binding born assigned
[sex]
sex sexual sexually sexy intercourse shag shagging sleep slept sleeping bed bedroom libido drive erection erections
erectile viagra climax orgasm come intimate intimacy affair cheating cheated cheat swinging swingers open relationship
poly polyamorous escort escorting onlyfans stripper kink fetish bdsm threesome partners condom condoms virgin celibate
fumble grindr tinder hookup hookups lover lights naked frisky hanky passion
[politics]
vote votes voted voting voter labour tory tories conservative conservatives lib dem dems liberal greens reform ukip
snp plaid cymru brexit remain leaver remainer referendum election elections campaign campaigning canvass canvassing
leaflet leafleting councillor council candidate mp msp party member politics political rally march protest demo
conference socialist communist momentum left-wing right-wing farage starmer corbyn manifesto ballot constituency
activist
[union]
union unions unison unite gmb rmt nasuwt neu aslef tssa usdaw cwu pcs rcn bma fbu ucu equity rep reps shop steward
stewards convenor picket strike strikes striking industrial ballot balloted branch secretary dues tuc walkout
negotiating
[name and contact]
name names called surname maiden married spelt spelled spell spelling initials mister mr mrs miss ms speaking this
address live lives postcode road street avenue lane close drive flat house number mobile landline phone email gmail
hotmail outlook dot underscore born birthday birth dob card account sort code national insurance nhs
[degree]
very really quite bit little lot lots dead proper pure well terribly awful awfully shocking chronic something bloody
bleeding dreadful horrendous severe severely mild mildly bad badly constantly always never sometimes often
occasionally again worse worst better
[time past]
ago since years year months weeks days yesterday last before previously used childhood teenager teens twenties
thirties forties fifties nineties eighties seventies noughties when young younger born history past until till still
ever never
`
