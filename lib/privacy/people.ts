/** Relatives and others whose health or belief a caller tells, as one alternative of a pattern. */
export const relative =
  '(?:mum|mam|mom|mother|ma|dad|father|da|pa|parents?|sisters?|brothers?|sis|bro|nan|nana|nanna|nannan|gran|granny|grandma|grandmother|grandad|grandpa|grandfather|grandparents|aunt|auntie|aunty|aunts|uncle|uncles|cousins?|niece|nephew|sons?|daughters?|child|children|kids?|little (?:one|boy|girl)|boy|girl|lad|baby|husband|wife|hubby|missus|partner|fianc(?:e|ee)|boyfriend|girlfriend|other half|bloke|fella|twin|in laws?|mother in law|father in law|family|side of the family|friend|mate|flatmate|everyone in my family|stepmum|stepdad)'
/** Whoever a sentence is about, but for "you". */
export const someone = `(?:i|we|he|she|they|who|(?:my|our|his|her|me|the) (?:own |late |older |younger |little |big |eldest |youngest |middle |other )?${relative}|mum|dad|nan|gran|grandad|auntie)`
/** Words that may stand between a verb and what it is about. */
export const adverbs =
  '(?:(?:also|really|very|still|just|always|currently|already|now|only|quite|often|sometimes|never|not|ever|recently|probably|definitely|both|all|been|had|got|a bit|a little|well|pretty|so|all|gone|previously|once|used to|do|did|does|might|may|can|get|getting|quite badly|badly|actually|both|of course|too|proper|dead|right|totally|completely|technically|officially|originally|obviously|naturally|mostly|partly|slightly|very|severely|mildly|constantly|permanently|temporarily) ){0,4}'
