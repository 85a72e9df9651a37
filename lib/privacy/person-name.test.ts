import { describe, expect, it } from 'vitest'
import { personNameIn } from './person-name.ts'

describe('a name that should be nothing but a name', () => {
  it.each([
    'Sam', 'Tamsin Okafor', 'Christian Black', 'Síle O\'Neil-Smith', 'Mr and Mrs Patel', 'Dr. Payne', 'Grace Burns', 'Will Hart', 'Hope Bishop', 'Ludwig van der Berg', 'Rosalind Achebe',
    'Nguyễn Thị Mai', 'Olive Pope', 'Faith Lord', 'imogen ashdown', 'Will Hartley', 'Ann Hartley',
    // Each of these words is another one too.
    'Gay White', 'Gay Lee', 'Gay Byrne', 'Clare Balding', 'John Hurt', 'Penny Pain', 'Ayesha Pain', 'Carrie Blind', 'Polly Lame', 'Basil Rash', 'Ann Cough', 'Christian', 'Muslim Ahmed', 'Tory Smith',
    'Christian Heart', 'Bi Nguyen', 'My Nguyen', 'An Nguyen', 'Said Hassan', 'Heart Smith', 'Grace Hope', 'Black',
  ])('%s stays as it is', (name) => expect(personNameIn(name)).toBe(name))

  it.each([
    ['Sam, has heart issues', 'Sam'],
    ['Sam has heart issues', 'Sam'],
    ['Sam and has heart issues', 'Sam'],
    ['Tamsin Okafor (pregnant)', 'Tamsin Okafor'],
    ['Tamsin Okafor pregnant', 'Tamsin Okafor'],
    ['Sam Diabetic', 'Sam'],
    ['Sam Chest Pain', 'Sam'],
    ['Sam My Heart Hurts', 'Sam'],
    ['Sam Is Gay', 'Sam'],
    ['sam, my heart hurts', 'sam'],
    ['Penny pain', 'Penny'],
    ['Jo HIV positive', 'Jo'],
    ['Jo Psoriasis', 'Jo'],
    ['Rowan warfarin', 'Rowan'],
    ['Rowan epileptic', 'Rowan'],
    ['Rowan - takes warfarin', 'Rowan'],
    ['Rowan. allergic to latex', 'Rowan'],
    ['Imogen Ashdown 07700 900123', 'Imogen Ashdown'],
    ['Imogen imogen@example.com', 'Imogen imogen'],
    ['Rival 7', 'Rival 7'],
    ['caller_7', 'caller 7'],
    ['Tansy Quill a7mwsp', 'Tansy Quill'],
    ['Tansy Quill Mwsp68a', 'Tansy Quill Mwsp68a'],
    ['Sam 07700 900 123', 'Sam'],
    ['Sam 770 090 012 3', 'Sam'],
    ['Sam oh seven seven double oh nine hundred one two three', 'Sam'],
    ['Imogen CF10 3AT', 'Imogen'],
    ['Beatrice on blood thinners', 'Beatrice'],
    ['  Theo   Lloyd  ', 'Theo Lloyd'],
  ])('%s is %s', (given, name) => expect(personNameIn(given)).toBe(name))

  it.each([
    '', '   ', '07700 900123', '@', '—', 'has heart issues', null, undefined, 'my heart hurts', 'My Heart Hurts', 'my heart', 'lip hurts', 'it hurts', 'Heart Attack', 'heart attack', 'chest pain',
    'Knee Pain', 'breast cancer', 'lung cancer', 'HIV positive', 'hiv', 'diabetic', 'Diabetic Sam', 'Depressed Sam', 'bleeding', 'warfarin', 'lupus', 'My Psoriasis', 'gay', 'gay white', 'Gay Man',
    'Gay Couple', 'lesbian', 'muslim', 'Muslim Woman', 'Christian woman', 'christian', 'trade union', 'recovering alcoholic', 'his wife',
  ])('%s is none', (given) => expect(personNameIn(given)).toBeNull())

  it('is the same when it is read again', () => {
    for (const given of ['Sam, has heart issues', 'Jo HIV positive', 'Tamsin Okafor', 'Mr and Mrs Patel', 'x'.repeat(500)]) {
      const once = personNameIn(given)
      expect(personNameIn(once)).toBe(once)
    }
  })
})
