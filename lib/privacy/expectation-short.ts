/** "Latex?", "nuts, eggs?": what somebody may be allergic to, and nothing else. */
export const shortList = /^(?:(?:and|any|or) )*(?:(?:latex|nuts?|peanuts?|eggs?|plasters?|tape|penicillin|antibiotics|dairy|milk|shellfish|fish|soya?|gluten|wheat|lidocaine|iodine|aspirin|ibuprofen|cats?|dogs?|pollen|dust|perfumes?|metals?|nickel|bees?|wasps?|stings?|foods?|allergies|asthma|diabetes|epilepsy|steroids?|statins?|blood thinners?|anaesthetics?)(?: and| or)? ?){1,4}$/

/** "Glaucoma?", "and your kidneys?", "mole result": a question of hardly more than what it is about. */
export const isElliptic = (sentence: string): boolean => /^(?!(?:sorry|thanks|thank|noted|got|okay|ok|right|lovely|great|good|poor|oh|ah|no|yes|i|we|you|that|it)\b)\w+(?: \w+){0,3}$/.test(sentence)
/** What nobody at a clinic for looks asks about but for health. */
export const organs = /\b(?:kidneys?|liver|lungs?|bladder|stomach|tummy|circulation|hearing|eyesight|chromosomes?|genes?|libido|thrush|prostate|womb|ovaries|cervix|tonsils|appendix|joints|appetite|waterworks|(?:(?:mole|smear|scan|biopsy|swab|mammogram|bloods?|(?<!patch )test) (?:results?|done|back)|(?:your )?balance ok))\b/
