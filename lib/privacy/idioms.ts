import { list, type Doc, type Range } from './text.ts'

/**
 * Figures of speech of British English that name an illness, a part of the body, a faith or the like and tell nothing about anybody.
 * Written for this project. One between commas; a/b: either; (a): or not; my, me, a and IS, HAVE, GET, GIVE, GO stand for all their forms.
 */
const phrases = `
  ears IS burning, ears pricked up, all ears, up to my ears, wet behind the ears, in one ear and out the other, music to my ears, could not believe my ears,
  lend me an ear, play it by ear, grinning from ear to ear, smiling from ear to ear, out on my ear, flea in my ear, fell/fall/falls on deaf ears, word in my ear,
  chew/chewed/chewing my ear off, talk/talked/talks my ear off, steam coming out of my ears, foaming at the mouth, foot in mouth, foot in it,
  put/puts/putting my foot down, put my foot in it, put my feet up, best foot forward, drag/dragging/dragged my feet, swept off my feet, run/rushed off my feet,
  dead on my feet, think on my feet, two left feet, itchy feet, itchy palms, jump in with both feet, land on my feet, back on my feet, foot the bill,
  foot in the door, my feet under the table, butterflies in my stomach, GET/have butterflies, gut feeling, gut instinct, gut reaction, hate my guts, spill my guts,
  worked my guts out, have the guts, no stomach for it, sick to my stomach of, eyes bigger than my belly, belly laugh, belly up, fire in my belly,
  pot calling the kettle, frog in my throat, at each others throats, jump/jumped down my throat, clear my throat, cut throat, cat GET my tongue, tongue in cheek,
  tongue tied, on the tip of my tongue, slip of the tongue, mother tongue, silver tongue, hold my tongue, a mouth like a, mouth is watering, all mouth, big mouth,
  down in the mouth, by the skin of my teeth, sink my teeth into, kick in the teeth, fed up to the back teeth, like pulling teeth, long in the tooth, sweet tooth,
  armed to the teeth, teething problems/troubles/issues, grit/gritting my teeth, gnashing my teeth, lie through my teeth, cut my teeth on, set my teeth on edge,
  eye teeth, GIVE my eye teeth, GIVE my right arm, GIVE my left arm, cost/costs an arm and a leg, twist/twisted/twisting my arm, at arms length, with open arms,
  up in arms, chance my arm, shot in the arm, elbow grease, elbow room, GIVE me the elbow, rub/rubbing shoulders, cold shoulder, chip on my shoulder,
  shoulder to cry on, weight off my shoulders, weight off my mind, head and shoulders above, straight from the shoulder, pay/paid/paying through the nose,
  nose out of joint, keep my nose clean, nose to the grindstone, led by the nose, turn/turned my nose up, poke/poking my nose in, stick/sticking my nose in,
  under my nose, follow my nose, no skin off my nose, look down my nose, right on the nose, rub my nose in it, GET up my nose, brown nose, nosey/nosy parker,
  cut off my nose to spite my face, hard nosed, by a nose, powder my nose, as plain as the nose on my face, my nose in a book, blood IS boiling, blood boil,
  blood boils, makes my blood boil, blood run cold, blood ran cold, blood is thicker than water, in cold blood, new blood, young blood, bloody minded, blood red,
  blood orange, blood out of a stone, blue blood, blood sucking, baying for blood, flesh and blood, hot blooded, red blooded, out for blood, sweat of my brow,
  in a cold sweat over, sweat the small stuff, broke/breaking a sweat, do not sweat, no sweat, head over heels, head in the clouds, head in the sand,
  heads will roll, keep my head above water, head above water, off my head, off the top of my head, over my head, head and tail, heads or tails, head start,
  head turner, GET my head round, GET my head around, wrap my head round, lose/lost/losing my head, bury my head in the sand, head is like a sieve,
  brain like a sieve, head for heights, head for figures, banging/bang my head against, hit the nail on the head, a hole in the head,
  need it like a hole in the head, scratch/scratching my head, laugh my head off, bite my head off, bit my head off, head screwed on, soft in the head, big headed,
  head honcho, headed up, do my head in, does my head in, doing my head in, did my head in, done my head in, bring it to a head, snapped my head off, heads up,
  brain box, brain storm, brainstorm, brain dead, brain drain, rack/racked/racking my brains, pick my brain, pick my brains, no brainer, hare brained, brain fart,
  scatter brained, bird brain, heart to heart, heart of gold, heart of stone, heart of the matter, heart of the city, heart of town, in the heart of,
  eat my heart out, cross my heart, heart on my sleeve, heart IS not in it, heart in the right place, half hearted, half heartedly, light hearted, soft hearted,
  warms my heart, heart warming, heart throb, hearts and flowers, heartbroken/gutted about the, break my heart, breaks my heart, broke my heart, breaking my heart,
  my heart bleeds, bleeding heart, heart bleeds for, heart skipped a beat, heart missed a beat, heart in my mouth, heart in my boots, heart sank, heart goes out,
  to my hearts content, heart rules my head, change of heart, know it off by heart, off by heart, learn it by heart, poured my heart out, pour my heart out,
  lose heart, take heart, wholeheartedly, nearly/almost HAVE a heart attack, nearly/almost HAVE a fit, HAVE kittens, HAVE a cow, HAVE a canary, HAVE a hissy fit,
  HAVE a hairy fit, hissy fit, throw a fit, threw a fit, throw a wobbly, threw a wobbly, HAVE a wobbly, fits and starts, fit to burst, fit to drop,
  fit for purpose, fit to bust, see fit, fit the bill, in fits of laughter, die laughing, died laughing, dying of laughter, laughed till I was sick, dead certain,
  dead sure, dead easy, dead good, dead nice, dead nervous about, dead chuffed, dead on, dead line, dead set, dead end, dead heat, drop dead gorgeous, drop dead,
  over my dead body, would not be seen dead, dead ringer, dead to the world, dead loss, dead weight, dead centre, dead as a dodo, dead as a doornail,
  wake the dead, in the dead of, more dead than alive, flogging a dead horse, brain is dead, battery is dead, dying a death, dying of boredom,
  dying of embarrassment, dying of curiosity, dying of thirst, dying of heat, die of embarrassment, died of embarrassment, died a death, died of shame, do or die,
  to die for, die hard, old habits die hard, catch my death, caught my death, sick and tired, sick to death of, sick to the back teeth, sick of the sight,
  sick of hearing, sick of looking, sick of the sound, makes me sick how, worried sick about the, sick joke, sick puppy, as sick as, sick with envy,
  sick with jealousy, sick with nerves about the wedding, sick with excitement, lovesick, homesick for, parrot fashion, pain in the bum, pain in the backside,
  royal pain, pain in the proverbial, pains me to, took pains to, taken pains to, for my pains, on pain of death, painstaking, painstakingly, painfully slow,
  painfully shy about, painfully early, painful to watch, painful to listen, painful price, painless process, pain to park, pain to get to, pain to reach,
  no pain no gain, spare me the pain, breath of fresh air, under my breath, save my breath, hold my breath for, holding my breath for, do not hold my breath,
  not holding my breath, waste/wasting my breath, take my breath away, takes my breath away, took my breath away, room to breathe, breathing space,
  breathing down my neck, breathe a word, breathe easy, breathe a sigh, with bated breath, neck of the woods, neck and neck, stick my neck out,
  sticking my neck out, brass neck, neck on the line, wring my neck, break/broke/breaking my neck to, breakneck speed, a millstone round my neck, save my neck,
  risk my neck, neck it, nerves of steel, GET on my nerves, bundle of nerves about the, war of nerves, what a nerve, have the nerve, lost my nerve, lose my nerve,
  the nerve of, nerve wracking, nerve racking, first night nerves, wedding nerves, pre wedding nerves, blind panic, blind leading the blind, blind alley,
  blind corner, blind date, blind faith, swear blind, swore blind, rob/robbed/robbing me blind, turn a blind eye, love is blind, colour blind when it comes to,
  flying blind, fly blind, blind bit of notice, blind man on a galloping horse, blinded by science, blinding idea, blinding deal, venetian blinds,
  turn/turned a deaf ear, fell on deaf ears, tone deaf, dumbstruck, lame duck, lame joke, crippling price, crippling prices, crippling cost, crippled by bills,
  crippled with laughter, paralysed with fear of the price, paralysed by choice, numb to it, bored to death, bored to tears, scared stiff of the price,
  stiff drink, stiff upper lip, stiff competition, stiff price, stiff breeze, big stiff, tickled pink, in the pink, off colour joke, green with envy,
  green fingers, green light, purple with rage, blue in the face, till I am blue in the face, feeling blue about the weather, black and blue from the gym,
  black mark, black sheep, black list, white lie, white knuckle, yellow bellied, jaundiced view, rose tinted, burning question, burning ambition, burning desire,
  burning the candle, burn/burnt/burned/burning my bridges, burn a hole in my pocket, burning a hole in my pocket, money to burn, burnt my fingers,
  burned my fingers, crash and burn, slow burner, on the back burner, burn rubber, fever pitch, wedding fever, cabin fever, saturday night fever, election fever,
  football fever, world cup fever, spring fever, gold fever, baby fever, feverishly, rash decision, rash promise, itchy trigger finger, seven year itch,
  scratch the surface, up to scratch, from scratch, start from scratch, starting from scratch, scratch card, scratching around, sore point, sore loser,
  sore subject, sore thumb, stick/sticks/sticking/stuck out like a sore thumb, sight for sore eyes, bear with a sore head, sorely tempted, sorely missed,
  sorely needed, sorely disappointed, rub salt in the wound, salt in the wound, lick my wounds, licking my wounds, time heals all wounds, open old wounds,
  wounded pride, bruised ego, bruise my ego, ego is bruised, black eye for, hurt my feelings, hurt my pride, hurts my eyes that price, hurts my wallet,
  would not hurt a fly, no hard feelings, it would not hurt to, will not hurt to, it never hurts to, does not hurt to ask, no harm in asking, no harm done,
  plague of, like the plague, avoid it like the plague, avoided it like the plague, spread like the plague, plagued by, plagued with cold callers, bubonic, leper,
  treated like a leper, social leper, going viral, went viral, gone viral, contagious laugh, contagious smile, infectious laugh, infectious smile,
  infectious enthusiasm, infectious energy, bitten by the bug, travel bug, botox bug, filler bug, snug as a bug, bug bear, bugbear, the lurgy, the dreaded lurgy,
  the jitters about, the wobbles about, quaking in my boots, shake a leg, more than i can shake a stick at, no great shakes, in two shakes, fair shakes,
  over the hump, needle in a haystack, like looking for a needle, monday blues, post holiday blues, holiday blues, baby blue, sunday night dread, manic monday,
  manic week, manic day, manic in here, manic at work, manic round here, it is manic, been manic, mad house, madhouse, mad as a hatter, mad as a box of frogs,
  mad about, mad keen, mad rush, mad dash, mad price, drive/drives/driving/drove me mad, drive/drives/driving/drove me crazy, drive/drives/driving/drove me nuts,
  drive/drives/driving/drove me round the bend, drive/drives/driving/drove me up the wall, drive/drives/driving/drove me insane,
  drive/drives/driving/drove me bonkers, drive/drives/driving/drove me potty, drive/drives/driving/drove me doolally, out of my mind with boredom, crazy price,
  crazy prices, crazy busy, insane price, insane prices, insanely, that is insane, it is insane, nuts price, mental price, mental prices, mental in here,
  it is mental, been mental, bit mental, mental arithmetic, mental note, making a mental note, mental block about, mental image, psycho ex of a,
  had us in stitches, in stitches, delirious with joy, deliriously happy, delusional if, raving about, rave reviews, rave about, paranoid about the parking,
  paranoid about parking, paranoid about being late, botox addict, filler addict, shopaholic, chocoholic, workaholic, drama queen, my ocd kicks in about the,
  identity crisis, midlife crisis, mid life crisis, a senior moment, senior moments, blonde moment, having a blonde moment, nervous nellie, panic stations,
  hit the panic button, panic buy, panic bought, depressing weather, depressing price, depressing news, depressing in here, depressed housing,
  depressed by the weather, down at heel, down to earth, down in one, skin of my teeth, thick skin, skin deep, skinny jeans, skinny latte, skinny flat white,
  jumped out of my skin, jump out of my skin, makes my skin crawl, made my skin crawl, save my skin, GET under my skin, comfortable in my own skin,
  happy in my own skin, skin flint, skint, banana skin, no skin off, hair raising, split hairs, splitting hairs, let my hair down, keep my hair on, bad hair day,
  hair of the dog, hair stood on end, hair stand on end, makes my hair curl, neither hide nor hair, not turn a hair, hairs breadth, get in my hair, wigging out,
  going grey waiting, gone grey waiting, grow old waiting, aged ten years waiting, eye watering, eye wateringly, eye opener, eye candy, eye catching,
  eye for detail, eye for an eye, eye of the storm, keep an eye on, keep my eye on, keep my eye out, keep an eye out, GIVE me the eye, apple of my eye,
  bat an eyelid, batted an eyelid, blink of an eye, catch my eye, caught my eye, easy on the eye, eyes in the back of my head, evil eye, feast my eyes,
  in my minds eye, in the public eye, more than meets the eye, one in the eye, pull the wool over my eyes, see eye to eye, seeing double at the price, set eyes on,
  laid eyes on, clapped eyes on, shut eye, some shut eye, snake eyes, with my eyes closed, with my eyes shut, with half an eye, square eyes, goggle eyed,
  starry eyed, cock eyed, private eye, london eye, red eye flight, bulls eye, not a dry eye, dry eye in the house, eyes are popping, eyes popped,
  eyes out on stalks, eyes lit up, eyes peeled, keep my eyes peeled, bleary eyed, eyes glued, eyeball it, eyeballing, throw up my hands, threw up my hands,
  threw up an error, throws up an error, throwing up an error, keeps throwing up an error, back breaking, back to back, back to square one, behind my back,
  get off my back, off my back, pat on the back, scratch my back, stab me in the back, stabbed in the back, stab/stabbed/stabbing in the dark, stab at,
  take a stab at, have a stab at, shirt off my back, watch my back, break the back of, turn my back on, back is against the wall, spineless, shivers down my spine,
  spine chilling, spine tingling, bone to pick, bone of contention, bones of it, close to the bone, near the bone, make no bones, makes no bones,
  work my fingers to the bone, worked to the bone, feel it in my bones, feel it in my water, bare bones, lazy bones, chilled to the bone, chilled to the marrow,
  funny bone, broken record, skeletons in the cupboard, skeleton in the cupboard, bad to the bone, rib tickling, ribbing, spare ribs, bees knees, knee jerk,
  knee deep in, knee high, on its last legs, leg it, legged it, legging it, leg room, leg work, not a leg to stand on, pull my leg, pulling my leg, pulls my leg,
  pulled my leg, sea legs, stretch my legs, stretching my legs, tail between my legs, talk the hind legs off, break a leg, show a leg, toe the line, toe curling,
  tread on my toes, step on my toes, dip my toe in, dipping my toe in, dipped my toe in, toes are curling, turn up my toes, achilles heel, dig my heels in,
  digging my heels in, cool my heels, hot on the heels, kick my heels, kicking my heels, take to my heels, well heeled, hands are tied, hands are full, hands full,
  hands down, hands on, hand on heart, hand in glove, hand to mouth, hand over fist, know it like the back of my hand, like the back of my hand, old hand,
  in safe hands, in good hands, out of hand, off hand, second hand, caught red handed, short handed, heavy handed, ham fisted, cack handed,
  bite the hand that feeds, wash my hands of, washed my hands of, wring my hands, wringing my hands, time on my hands, upper hand, show of hands, sleight of hand,
  on the other hand, on the one hand, all hands on deck, dab hand, force my hand, tip my hand, show my hand, palm off, palmed off, itchy palm, grease my palm,
  finger in every pie, fingers crossed, keep my fingers crossed, fingers in my ears, finger on the pulse, finger on the button, finger on the trigger,
  lift a finger, not lift a finger, point the finger, pointing the finger, put my finger on, pull my finger out, pulled my finger out, slip through my fingers,
  slipped through my fingers, sticky fingers, butter fingers, butterfingers, green fingered, all fingers and thumbs, all thumbs, thumbs up, thumbs down,
  rule of thumb, twiddle my thumbs, twiddling my thumbs, thumbing through, tight fisted, knuckle down, near the knuckle, rap on the knuckles,
  rapped on the knuckles, nail biter, nail biting, nail in the coffin, tough as nails, hard as nails, fight tooth and nail, tooth and nail, nail on the head,
  slap on the wrist, twist my arm, right arm for, long arm of the law, cheek by jowl, turn the other cheek, tongue in my cheek, the cheek of it, what a cheek,
  jaw dropped, jaw dropping, my jaw dropped, jaw hit the floor, my jaw hit, chin up, keep my chin up, chin wag, chinwag, take it on the chin, took it on the chin,
  double chinned, lip service, my lips are sealed, lips are sealed, read my lips, button my lip, zip my lip, GIVE me lip, loose lips, pout, on everybodys lips,
  face like thunder, face like a smacked, face like a slapped, face like a wet weekend, face like a bulldog, face the music, face to face, face value, face facts,
  slap in the face, long face, poker face, straight face, keep a straight face, save face, lose face, egg on my face, two faced, bare faced,
  written all over my face, laugh on the other side of my face, till I am blue, show my face, face fits, a face only a mother, resting bitch face,
  resting witch face, screw face, weigh my options, weighing my options, weigh it up, weighing it up, weigh up, weighing up, weighed up, weigh in, weight in gold,
  worth my weight in gold, worth its weight in gold, pull my weight, throw my weight around, throwing my weight around, weight of the world, carry the weight,
  weighty, fat chance, fat cat, fat lot of good, fat of the land, chew the fat, big fat lie, big fat no, big fat zero, big fat wedding, trim the fat, fat head,
  fat free milk, full fat, full fat coke, full fat milk, puppy fat of a, slim chance, slim pickings, thin on the ground, thin end of the wedge, thin ice, thin air,
  stretched thin, spread too thin, thick as thieves, thick as mince, thick as two short planks, thick and fast, through thick and thin, bit thick,
  laying it on thick, laid it on thick, lay it on thick, bitter pill, bitter pill to swallow, hard pill to swallow, swallow my pride, swallowed my pride,
  sugar the pill, sweeten the pill, chill pill, take a chill pill, taste of my own medicine, own medicine, best medicine, laughter is the best medicine,
  dose of my own, dose of reality, doctors orders, just what the doctor ordered, what the doctor ordered, spin doctor, doctored photos, doctor the photos,
  doctored, an apple a day, to your good health, health and wealth, unhealthy obsession, unhealthy interest, healthy competition, healthy discount, healthy debate,
  healthy bank balance, healthy appetite for, healthy amount, twist the knife, surgical precision, with surgical precision, in the nick of time, operation booking,
  major operation just, military operation, like a military operation, smooth operation, operation glow up, hospital corners, hospital pass, mission critical,
  life saver, lifesaver, my phone is on life support, shot in the dark, long shot, shot of espresso, shot to pieces, patched up, patch of damp, purple patch,
  bad patch on the wall, through a rough patch with the builders, not a patch on, stick a plaster on, band aid, bandage it up, crutch for, quick fix, caffeine fix,
  drug of choice, on drugs if, dope idea, pot luck, pipe dream, put that in my pipe, smoke and mirrors, smoke signals, up in smoke, holy smoke,
  no smoke without fire, smoke without fire, smoking gun, one for the road, drunk on power, punch drunk, drunk with, sobering thought, wagon wheel, labour of love,
  labour the point, labouring the point, labour saving, labour costs, labour intensive, pregnant pause, pregnant with meaning, born yesterday,
  was not born yesterday, born again blonde, born lucky, born with a silver spoon, to the manner born, expecting too much, expecting a lot, expecting a call,
  expecting a parcel, expecting a delivery, expecting miracles, not expecting miracles, miscarriage of justice, abort mission, abort the mission, sterile in here,
  sterile room, fertile imagination, fertile ground, seminal, period drama, period property, period features, period piece, cooling off period, grace period,
  trial period, period of time, notice period, the honeymoon period, mother of all, mother lode, cut the cord, cut the apron strings, apron strings, baby steps,
  baby sitter, cry baby, in its infancy, out of the woods, not out of the woods, oh my god, for gods sake, for heavens sake, good god, good lord, god forbid,
  heaven forbid, god willing, honest to god, swear to god, god bless, god love me, heaven help me, in heavens name, in gods name, act of god, gods gift,
  hand on the bible, swear on the bible, jesus christ, jesus wept, for christs sake, christ almighty, holy mother, holy moses, holy mackerel, mother of god,
  sweet jesus, bejesus, the bejesus out of, patience of a saint, patience of job, saints preserve us, hell on earth, hell of a, come hell or high water,
  hell for leather, go to hell, until hell freezes, when hell freezes over, bat out of hell, what the hell, raise hell, all hell broke loose, heaven on earth,
  heaven sent, seventh heaven, in seventh heaven, match made in heaven, move heaven and earth, pennies from heaven, manna from heaven, angel delight,
  you are an angel, be an angel, devil in the detail, devils advocate, speak of the devil, better the devil you know, between the devil and the deep,
  give the devil his due, poor devil, lucky devil, devil may care, sold my soul, sell my soul, bless my soul, poor soul, heart and soul, soul destroying,
  not a soul, soul searching, soul mate, soul food, my soul left my body, resurrected, rise from the dead, judgement day, day of reckoning,
  forty days and forty nights, good samaritan, doubting thomas, prodigal son, garden of eden, forbidden fruit, baptism of fire, preaching to the converted,
  preaching to the choir, practise what I preach, practice what I preach, convert me to, gospel truth, take it as gospel, sing from the same hymn sheet,
  same hymn sheet, wing and a prayer, not have a prayer, without a prayer, prayers were answered, answered prayers, answer to my prayers, say a little prayer,
  praying it does not rain, praying for sunshine, count my blessings, blessing in disguise, mixed blessing, give it my blessing, sacred cow, sacrificial lamb,
  holier than thou, holy grail, holy trinity, poor as a church mouse, church mouse, church bells, preach, amen to that, a leap of faith, leap of faith,
  keep the faith, pin my faith, act of faith, cleanliness is next to, religious experience, the monk look, monks habit, nun left, zen, very zen, karma, good karma,
  bad karma, botox guru, filler guru, skin guru, voodoo, jinx it, cult following, cult favourite, cult classic, ritual, morning ritual, skincare ritual,
  trek to mecca, mecca bingo, christmas came early, like christmas, all my christmases, turkeys voting for christmas, cancel christmas, easter bunny, lent it,
  for lent it, fasting on prices, lent me, coming out of the woodwork, come out of my shell, coming out of my shell, straight as an arrow, straight laced,
  strait laced, straight and narrow, going straight to, camp bed, camp site, strange bedfellows, bed of roses, GET out of bed the wrong side,
  wrong side of the bed, sleeping with the enemy, sleep on it, slept on it, sleeping on it, sleep like a log, slept like a log, sleep like a baby,
  slept like a baby, let sleeping dogs lie, beauty sleep, could do it in my sleep, sleepless night over the price, sexy, sexed up, sex sells, sex appeal,
  better than sex, foreplay, sex on legs, sex bomb, turn/turns/turned me on to, in the mood, blue balls, screwed up the date, screwed up my booking, naked truth,
  naked ambition, stark naked price, butt naked, bare minimum, strip it back, stripped back, flash in the pan, coming of age, wet blanket, affair of the heart,
  love affair with, quick affair, formal affair, black tie affair, long drawn out affair, one night stand of, red tape, red herring, red letter day, see red,
  seeing red, saw red, paint the town red, red flag, waving the white flag, blue sky, blue collar, white collar, left right and centre, left field, right wing of,
  left wing of the building, far right door, far left door, sharp left, sharp right, party animal, party pooper, life and soul of the party, party piece,
  party line, hen party, party wall, vote with my feet, cast my vote for, vote for botox, vote of confidence, vote of thanks, outvoted, landslide, spin on it,
  spin it, conservative estimate, conservative guess, conservative look, conservative side, liberal dose, liberal helping, liberal sprinkling, liberal splash,
  liberally, under no illusions, independent of, independent clinic, independent review, independent shop, war of words, all out war, strike a chord,
  strikes a chord, strike a balance, strike while the iron, lightning strikes twice, three strikes, strike a pose, union jack, union flag, brothers in arms,
  running on fumes, running on empty, running on adrenaline, adrenaline rush, adrenaline junkie, sugar rush, sugar coat, sugar coat it, sugar coated, sugar daddy,
  sugar mummy, sugar pie, sweet as sugar, pour some sugar, salt of the earth, take it with a pinch of salt, pinch of salt, diet coke break, food coma,
  in a food coma, coma from all the, sunday roast coma, jet lagged, jet lag, sunburnt in january, bed head, bed hair, hat hair, panda eyes, cat eye, cats eyes,
  crows nest, bags for life, turkey neck of a, muffin top, love handles, builders bum, dad bod, mum tum, mum bod, beach body, beach bod, bikini body, spare tyre,
  cankles, chicken legs, chicken legs and, beer belly, beer gut, crepey, crepe paper, turtle neck, swan neck, duck lips, trout pout, pillow face, frozen face,
  wind tunnel, permanently surprised, angry eleven lines, bunny lines, marionette lines, parentheses, barcode lines, laughter lines, smile lines, frown lines,
  crows feet, worry lines, accordion lines, tech neck, necklace lines, jowly, jowls like, hamster cheeks, hamster pouches, saddle bags, banana roll, bat wings,
  chef hat arms, witches chin, pelican neck, gobble neck, thread veins on show, dark circles, panda circles, tired looking, look tired, looking tired,
  look permanently tired, look/looks/looking knackered, look/looks/looking exhausted, look/looks/looking worn out, look/looks/looking angry,
  look/looks/looking cross, look/looks/looking sad, look/looks/looking miserable, look/looks/looking grumpy, look/looks/looking haggard, look/looks/looking gaunt,
  look/looks/looking washed out, look/looks/looking peaky, look/looks/looking ropey, look/looks/looking rough, look/looks/looking like death warmed up,
  look/looks/looking my age, look/looks/looking a hundred, look/looks/looking old, look/looks/looking ancient, look/looks/looking like a bulldog,
  look/looks/looking like my mother, look/looks/looking like my mum, look/looks/looking like a pug, look/looks/looking like a zombie,
  look/looks/looking like a corpse, look/looks/looking like a ghost, look/looks/looking half asleep, death warmed up, like death warmed up, tickled to death,
  allergic/immune to mornings/monday/mondays/work/working/housework/exercise/queues/queuing/ironing/cooking/diy/effort/paperwork/technology,
  allergic/immune to early mornings, allergic/immune to getting up, allergic to my ex, allergic to the gym, allergic to the hoover,
  addicted to botox/filler/tiktok/shopping/facials/chocolate/my/netflix/instagram
`
const forms: Record<string, string> = {
  my: 'my your his her our their the a an', me: 'me you him her us them it myself', IS: 'is are was were be been am being', HAVE: 'have has had having', GET: 'get gets got getting',
  GIVE: 'give gives gave given giving', GO: 'go goes going went gone', a: 'a an the', an: 'an a the', I: 'i', i: 'i we',
}

type Step = { next: Map<string, Step>; isEnd: boolean }
const fresh = (): Step => ({ next: new Map(), isEnd: false })
let known: Step | null = null

/** All figures of speech as one tree of words. */
function tree(): Step {
  const root = fresh()
  for (const phrase of phrases.split(',')) {
    let ends = new Set([root])
    for (const token of list(phrase)) {
      const isOptional = token.startsWith('(')
      const words = token.replace(/[()]/g, '').split('/').flatMap((one) => list(forms[one] ?? one))
      const after = new Set<Step>(isOptional ? ends : [])
      for (const end of ends)
        for (const word of words) {
          const step = end.next.get(word) ?? fresh()
          end.next.set(word, step)
          after.add(step)
        }
      ends = after
    }
    for (const end of ends) if (end !== root) end.isEnd = true
  }
  return root
}

/** Where the longest figure of speech that begins at a word ends; 0: none does. */
function endFrom(words: Doc['words'], from: number): number {
  let step = (known ??= tree()).next.get(words[from]!.w)
  let end = 0
  for (let to = from + 1; step; to += 1) {
    if (step.isEnd) end = to
    step = to < words.length && words[to]!.gap === '' ? step.next.get(words[to]!.w) : undefined
  }
  return end
}

/** Figures of speech, the longest at each place, as ranges of words. Linear in the length. */
export const idiomsIn = ({ words }: Doc): Range[] =>
  words.flatMap((_, from) => {
    const to = endFrom(words, from)
    return to > from ? [{ from, to }] : []
  })
