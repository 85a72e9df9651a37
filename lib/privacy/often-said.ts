import { list } from './text.ts'

/** Health words that callers say often and recognition mishears; those of several words are written as one. Beside the lists of terms, by hand. */
export const oftenSaid: readonly string[] = list(`warfarin apixaban rivaroxaban edoxaban dabigatran clopidogrel bisoprolol ramipril amlodipine losartan lisinopril candesartan doxazosin atenolol propranolol furosemide bendroflumethiazide
  spironolactone simvastatin atorvastatin rosuvastatin pravastatin metformin gliclazide sitagliptin empagliflozin dapagliflozin semaglutide tirzepatide liraglutide insulin levothyroxine
  carbimazole omeprazole lansoprazole esomeprazole sertraline citalopram escitalopram fluoxetine paroxetine mirtazapine venlafaxine duloxetine amitriptyline nortriptyline trazodone diazepam
  lorazepam temazepam zopiclone pregabalin gabapentin quetiapine olanzapine risperidone aripiprazole lithium lamotrigine levetiracetam carbamazepine topiramate valproate phenytoin methotrexate
  azathioprine clozapine buspirone hydroxychloroquine sulfasalazine mesalazine adalimumab etanercept infliximab rituximab prednisolone hydrocortisone dexamethasone tamoxifen letrozole
  anastrozole amoxicillin flucloxacillin doxycycline lymecycline erythromycin clarithromycin penicillin trimethoprim nitrofurantoin metronidazole ibuprofen naproxen diclofenac paracetamol
  codeine tramadol morphine oxycodone aspirin salbutamol montelukast cetirizine loratadine fexofenadine sumatriptan isotretinoin roaccutane tretinoin finasteride dutasteride minoxidil
  utrogestan oestrogel ozempic wegovy mounjaro saxenda methylphenidate elvanse melatonin colchicine allopurinol alendronic digoxin amiodarone verapamil diltiazem nifedipine lercanidipine
  indapamide ezetimibe ropinirole pramipexole donepezil memantine tamsulosin mirabegron solifenacin sildenafil tadalafil desogestrel microgynon cerazette nexplanon mirena evorel raloxifene
  buprenorphine methadone naltrexone dupilumab cocodamol clobetasol aciclovir nystatin fluconazole terbinafine beclometasone symbicort ventolin fostair lidocaine lignocaine chlorhexidine
  elastoplast latex diabetes diabetic hypertension hypotension hypothyroidism hyperthyroidism hypothyroid epilepsy epileptic asthma asthmatic angina arrhythmia fibrillation atrialfibrillation
  cardiomyopathy thrombosis deepveinthrombosis embolism haemophilia haemochromatosis anaemia anaemic leukaemia lymphoma melanoma carcinoma psoriasis eczema dermatitis rosacea vitiligo alopecia
  urticaria impetigo cellulitis shingles arthritis rheumatoidarthritis psoriaticarthritis osteoporosis osteoarthritis fibromyalgia polymyalgia scoliosis sciatica lupus scleroderma sarcoidosis
  crohnsdisease colitis ulcerativecolitis coeliac diverticulitis diverticular pancreatitis hepatitis cirrhosis gallstones endometriosis adenomyosis fibroids polycysticovaries menopause
  perimenopause perimenopausal menopausal hysterectomy miscarriage preeclampsia placentapraevia bipolar bipolardisorder schizophrenia depression anxiety anorexia anorexic bulimia bulimic
  bodydysmorphia autistic autism dyslexia dyspraxia parkinsonsdisease parkinsons alzheimers dementia multiplesclerosis neuropathy migraine migraines vertigo labyrinthitis menieres tinnitus
  glaucoma cataracts blepharitis uveitis keratoconus emphysema bronchitis bronchiectasis pneumonia tuberculosis sinusitis tonsillitis pacemaker defibrillator chemotherapy radiotherapy
  mastectomy lumpectomy colostomy ileostomy catheter anaphylaxis anaphylactic keloid haemorrhoids hernia hiatushernia bloodpressure highcholesterol cholesterol triglycerides haemoglobin
  ferritin platelets kidneyfunction antibiotics antidepressants antihistamines steroids anticoagulants immunosuppressants hashimotos raynauds sjogrens ehlersdanlos addisons cushings hodgkins
  huntingtons myastheniagravis guillainbarre bellspalsy cerebralpalsy hyperhidrosis hidradenitis hidradenitissuppurativa folliculitis molluscum melasma lipoedema lymphoedema varicoseveins
  sicklecell thalassaemia factorfiveleiden appendicitis appendectomy gallbladder cholecystectomy gastricsleeve gastricbypass vasectomy caesarean episiotomy laparoscopy colposcopy colonoscopy
  endoscopy gastroscopy mammogram biopsy myocarditis pericarditis palpitations tachycardia aneurysm haemorrhage seizures narcolepsy insomnia sleepapnoea paraplegic quadriplegic tetraplegic
  hemiplegia vaginismus chlamydia gonorrhoea syphilis herpes gynaecomastia acidreflux clinicallyobese osteopenia tendonitis bursitis spondylitis ankylosingspondylitis spinalstenosis
  hypermobility hypoglycaemia ketoacidosis folic ferrous rheumatoid crohns polycystic pregnant breastfeeding dysmorphia sclerosis pressure thyroid kidney allergic allergies hydrocodone ehlers
  danlos`)

/** Likewise of belief, origin, love, gender, parties and unions. */
export const oftenSaidOfPeople: readonly string[] = list(`lesbian libido genderdysphoria bisexual pansexual asexual transgender transsexual transitioning nonbinary genderfluid methodist presbyterian pentecostal jehovahswitness evangelical
  catholic protestant buddhist hindu muslim rastafarian orthodox plaidkumri plaidcymru libdem libdems liberaldemocrat conservative sinnfein unison nasuwt usdaw aslef pakistani bangladeshi punjabi gujarati jamaican nigerian ghanaian
  somali cypriot caribbean afrocaribbean ukrainian romanian lithuanian portuguese filipino fitzpatricksix fitzpatrickfive fitzpatrickfour`)
