import { describe, expect, it, test } from 'vitest'
import { dangerOf, emergencyScript } from '#lib/calls/red-flags.ts'
import type { Turn } from '#lib/calls/hearing/talk.ts'

const caller = (text: string): Turn => ({ role: 'caller', text, at: null })
/** One turn by itself, as the platform sends it while the call goes on. */
const heard = (text: string) => dangerOf([caller(text)])

const medical = [
  // Skin and lips
  'my lip\'s gone grey', 'lips are a bit blue', 'me lip looks proper blue mate', 'half my top lip has turned white', 'it\'s gone all white round my nose',
  'there\'s a lacy purple pattern on my cheek', 'my skin looks kind of marbled', 'the skin round there is blotchy and cold', 'I\'ve got a dusky patch on my chin',
  'my forehead has gone a weird white colour', 'she\'s gone really grey', 'the area is cold and pale and it hurts', 'bit of my nose is turning black',
  'my chin\'s gone white since the filler', 'the injection site has gone white and it\'s spreading', 'it\'s like mottled all down one side',
  // Eyes
  'I can\'t see properly', 'everything\'s gone blurry since the injections', 'I\'ve gone blind in my right eye', 'my sight\'s going', 'I keep seeing flashes',
  'it\'s like a curtain over my eye', 'I\'ve got double vision', 'my left eye has gone dark', 'can hardly see out of it', 'I lost some of my vision for a minute',
  'there\'s a really bad pain behind my eye',
  // Breathing, swallowing, swelling
  'I cannot breathe', 'can\'t catch my breath', 'I\'m finding it hard to breathe', 'she is struggling for air', 'my breathing\'s gone funny', 'I\'m wheezing',
  'my throat feels like it\'s closing', 'I\'m struggling to swallow', 'my tongue is swelling up', 'my tongue feels massive', 'me lips have blown up like a balloon',
  'my whole face has swelled', 'my eyes are swollen shut', 'I think it\'s anaphylaxis', 'I\'ve come out in hives and feel dizzy', 'I used my EpiPen',
  // Chest, collapse, stroke
  'I\'ve got this pain in my chest', 'my chest is really tight', 'tightness across my chest', 'is it a heart attack', 'she\'s just collapsed', 'I blacked out',
  'he fainted in the car park', 'my mum passed out after', 'she won\'t wake up', 'she\'s not responding', 'he\'s having a seizure', 'one side of my face has dropped',
  'my mouth\'s drooping on one side', 'I\'m slurring', 'my arm\'s gone numb', 'I can\'t lift my arm', 'I can\'t feel my lip and it\'s gone cold',
  // Pain and infection
  'the pain\'s getting worse and worse', 'it\'s agony', 'I\'m in absolute agony', 'the pain is a nine out of ten', 'it\'s so so painful', 'it\'s throbbing like mad',
  'it hurts really badly', 'unbearable pain in my cheek', 'I\'ve got a fever and the wound is oozing', 'it\'s infected and I feel hot and cold',
  'the redness is spreading down my neck', 'there\'s red lines going up from it', 'it\'s hot and there\'s pus and I\'m shivering', 'I think I\'ve got sepsis',
  'it won\'t stop bleeding', 'there\'s blood everywhere', 'it\'s bleeding loads', 'I think the skin is dying', 'could it be an occlusion', 'the filler\'s blocked a vessel',
  // Straight to it
  'I need an ambulance', 'this is an emergency', 'should I go to A&E', 'do I need to ring 999', 'I think I\'m dying',
]

const distress = [
  'I want to kill myself', 'I feel suicidal', 'I\'ve been cutting myself', 'I don\'t want to be here any more', 'I can\'t go on like this', 'there\'s no point in living',
  'everyone would be better off without me', 'I\'ve taken an overdose', 'I\'m going to end my life', 'I wish I was dead', 'I took loads of paracetamol and I\'ve taken all my pills',
  'I don\'t feel safe', 'I just want to end it all', 'life isn\'t worth living',
  'I hate my face so much I can\'t leave the house', 'I can\'t look in the mirror', 'I can\'t bear to look at myself', 'I look like a monster', 'I\'m hideous',
  'I haven\'t left the house for weeks because of how I look', 'I\'ve got body dysmorphia', 'I\'ve covered all my mirrors',
  'my boyfriend is making me have it', 'my husband says he\'ll leave me if I don\'t', 'he\'s forcing me to do it', 'I\'m being forced to have this', 'my mum\'s making me',
  'I\'m being threatened', 'he hits me', 'it\'s against my will', 'my partner is pressuring me', 'they\'re blackmailing me',
]

const ordinary = [
  'I\'m dying to get my lips done', 'my friend fainted at the price', 'I nearly fainted when I saw the bill', 'I want my lips less blue in photos', 'I nearly died of embarrassment',
  'it cost an arm and a leg', 'I\'d kill for cheekbones like that', 'my husband will kill me if I\'m late', 'I\'m dead busy this week', 'my phone\'s dying',
  'the traffic was a pain', 'parking is a pain in the neck', 'sorry, I\'m a bit out of breath from the stairs... only joking', 'I couldn\'t see a space on your website',
  'I can\'t see anything on Thursday', 'can you see if there\'s a later time', 'I\'ve got blue eyes', 'I wear grey a lot', 'the blue door, is it?', 'it\'s the white building',
  'I want whiter teeth', 'I\'ve got pale skin, is that all right', 'I go red easily', 'will I go red afterwards', 'how swollen will I be', 'does it hurt', 'is it very painful',
  'how long does the swelling last', 'can I drive after', 'what happens if it gets infected', 'what are the risks', 'I\'m a bit nervous about needles', 'I\'m scared of needles',
  'I fainted once at school at a blood test, years ago', 'I hate needles', 'I hate my nose', 'I hate how my chin looks', 'I\'ve hated my nose since school', 'I feel ugly in photos',
  'I don\'t like my double chin', 'my husband bought me this for my birthday', 'my mum\'s paying', 'my mum made me an appointment last time', 'my boyfriend thinks I don\'t need it',
  'my sister\'s making me a cake for the day', 'I was made redundant', 'I\'ve been made up to manager', 'I\'m forced to come on a Saturday because of work',
  'I can\'t go on Friday', 'I can\'t go on that date', 'I can\'t do mornings any more', 'cut it short please', 'I\'ve been cutting down on coffee', 'I need to cut my appointment short',
  'I take my life in my hands on that road', 'my eyelids are droopy with age', 'my brows have dropped over the years', 'my mouth turns down at the corners',
  'I can\'t breathe through my nose at night', 'my nose is blocked', 'I\'d like my lips bigger', 'I want fuller cheeks', 'I have bags under my eyes', 'I\'ve got dark circles',
  'I want to book for next Tuesday at three', 'my name is Grey, Anna Grey', 'it\'s Mrs Black', 'my surname\'s White', 'I live at Blackheath', 'the Blue Lagoon salon recommended you',
  'I\'m calling for my wife', 'I had my eyes done last year', 'no chest pain or anything', 'I don\'t have any pain', 'no trouble breathing at all', 'nobody\'s forcing me, it\'s for me',
  'I\'m not being pressured at all', 'will it leave a white mark', 'is there an emergency number', 'it\'s not an emergency', 'no emergency, just a question',
  'I had a heart attack ten years ago, is that a problem', 'can I have it if I had a stroke', 'I saw it on Casualty', 'could you hang on a second', 'I\'m hanging on',
  'I had an allergic reaction to nuts as a child', 'my vision for the result is natural', 'it was a bit blurry on the video call', 'I can\'t hear you', 'you\'re breaking up',
  'my daughter\'s getting married in black', 'I\'m sick of these lines', 'I\'m tired of looking tired', 'I look like death warmed up', 'these wrinkles are killing me', 'my feet are killing me',
]

describe('a red flag in one turn of a caller', () => {
  it.each(medical.map((said) => [said]))('medical: %s', (said) => expect(heard(said)).toBe('medical'))
  it.each(distress.map((said) => [said]))('distress: %s', (said) => expect(heard(said)).toBe('distress'))
  it.each(ordinary.map((said) => [said]))('none: %s', (said) => expect(heard(said)).toBeNull())
})

test('the lists are as long as they must be to mean something', () => {
  expect(new Set(medical.concat(distress)).size).toBeGreaterThanOrEqual(80)
  expect(new Set(ordinary).size).toBeGreaterThanOrEqual(60)
})

test('the agent\'s own words are none, a yes to its question is one', () => {
  const agent = (text: string): Turn => ({ role: 'assistant', text, at: null })
  expect(dangerOf([agent('Call 999 if you have chest pain.'), caller('I only want to book')])).toBeNull()
  expect(dangerOf([agent('Are you having chest pain?'), caller('Yes')])).toBe('medical')
  expect(dangerOf([agent('Do you feel safe?')])).toBeNull()
  expect(dangerOf([])).toBeNull()
})

test('what is said names 999 and 111, the Samaritans where it is distress, and neither advises nor reassures', () => {
  for (const script of Object.values(emergencyScript)) {
    expect(script).toMatch(/\b999\b.*\bNHS 111\b/)
    expect(script).not.toMatch(/\b(?:don't worry|normal|fine|probably|should be|massage|ice|aspirin|wait)\b/i)
    expect(script).not.toMatch(/[—–;]/)
  }
  expect(emergencyScript.distress).toContain('116 123')
})
