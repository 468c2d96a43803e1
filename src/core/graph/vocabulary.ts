/** Values for the attributes of which Faker has none or too few. */
const words = (list: string): readonly string[] => list.split(",").map((word) => word.trim());

export const hobbies = words(`
  archery, astronomy, baking, ballet, beekeeping, birdwatching, blacksmithing, board games, bonsai, bookbinding,
  bouldering, bowling, calligraphy, candle making, canoeing, card magic, chess, choir singing, climbing, coin collecting,
  crocheting, croquet, curling, cycling, darts, diving, drumming, embroidery, fencing, figure skating, fishing, foraging,
  gardening, genealogy, glassblowing, golf, hiking, horse riding, ice hockey, improv theater, jewelry making, judo,
  juggling, karate, kayaking, kite flying, knitting, lacrosse, leatherworking, lock picking, macrame, marathon running,
  model railways, mosaic making, mountaineering, origami, orienteering, paragliding, photography, pottery, puppetry,
  quilting, rock balancing, rowing, rugby, sailing, salsa dancing, scrapbooking, sculpting, skateboarding, sketching,
  skiing, snorkeling, soap making, squash, stamp collecting, stand-up comedy, storytelling, surfing, swimming,
  table tennis, tai chi, tap dancing, taxidermy, tennis, trail running, video editing, volleyball, water polo,
  watercolor painting, weaving, whittling, windsurfing, woodworking, wrestling, yoga`);

export const languages = words(`
  Afrikaans, Albanian, Amharic, Arabic, Armenian, Assamese, Aymara, Azerbaijani, Basque, Belarusian, Bengali, Bosnian,
  Breton, Bulgarian, Burmese, Cantonese, Catalan, Cebuano, Cornish, Croatian, Czech, Danish, Dutch, Dzongkha, English,
  Estonian, Faroese, Fijian, Finnish, French, Galician, Georgian, German, Greek, Guarani, Gujarati, Hausa, Hawaiian,
  Hebrew, Hindi, Hmong, Hungarian, Icelandic, Igbo, Indonesian, Irish, Italian, Japanese, Javanese, Kannada, Kashmiri,
  Kazakh, Khmer, Kinyarwanda, Korean, Kurdish, Kyrgyz, Lao, Latvian, Lingala, Lithuanian, Luxembourgish, Macedonian,
  Malagasy, Malay, Malayalam, Maltese, Mandarin, Maori, Marathi, Mongolian, Nahuatl, Navajo, Nepali, Norwegian, Oromo,
  Pashto, Persian, Polish, Portuguese, Punjabi, Quechua, Romanian, Romansh, Russian, Samoan, Sardinian, Serbian, Shona,
  Sindhi, Sinhala, Slovak, Slovenian, Somali, Sotho, Spanish, Sundanese, Swahili, Swedish, Tagalog, Tahitian, Tajik,
  Tamil, Tatar, Telugu, Thai, Tibetan, Tigrinya, Tongan, Tswana, Turkish, Turkmen, Twi, Uighur, Ukrainian, Urdu, Uzbek,
  Vietnamese, Welsh, Wolof, Xhosa, Yiddish, Yoruba, Zulu`);

export const services = words(`
  the Air Cavalry, the Airborne Brigade, the Alpine Corps, the Arctic Patrol, the Armored Corps, the Army Band,
  the Border Guard, the Bomb Disposal Unit, the Cavalry Regiment, the Coast Guard, the Coastal Artillery,
  the Combat Engineers, the Cyber Command, the Desert Rangers, the Engineer Corps, the Field Artillery, the Fleet Reserve,
  the Foreign Legion, the Frontier Force, the Grenadier Guards, the Harbor Patrol, the Helicopter Wing, the Home Guard,
  the Honor Guard, the Hospital Corps, the Hussars, the Intelligence Corps, the Jungle Warfare School, the Logistics Corps,
  the Marine Corps, the Medical Corps, the Merchant Marine, the Military Police, the Minesweeper Fleet, the Mountain Troops,
  the National Guard, the Naval Air Arm, the Parachute Regiment, the Pioneer Corps, the Quartermaster Corps,
  the Rescue Squadron, the Rifle Brigade, the River Flotilla, the Royal Air Force, the Royal Navy, the Signal Corps,
  the Ski Battalion, the Space Force, the Submarine Service, the Supply Corps, the Survey Corps, the Tank Battalion,
  the Transport Wing, the Veterinary Corps, the Weather Service`);

export const occupations = words(`
  accountant, acrobat, actuary, air traffic controller, anesthetist, animator, anthropologist, archaeologist, architect,
  archivist, astronomer, auctioneer, auditor, baker, barber, bartender, beekeeper, biochemist, blacksmith, boat builder,
  bookbinder, botanist, brewer, bricklayer, butcher, cabinetmaker, cardiologist, carpenter, cartographer, chef, chemist,
  choreographer, cinematographer, civil engineer, cobbler, composer, conductor, conservator, copywriter, court reporter,
  crane operator, criminologist, curator, dairy farmer, data analyst, dentist, dermatologist, detective, dietitian,
  diplomat, dispatcher, diver, drummer, economist, electrician, epidemiologist, farmer, fashion designer, ferry captain,
  film editor, firefighter, fisherman, florist, forester, geneticist, geologist, glazier, goldsmith, graphic designer,
  hairdresser, harbor pilot, historian, horse trainer, hydrologist, illustrator, immunologist, interpreter, inventor,
  jeweler, journalist, judge, landscaper, lawyer, lexicographer, librarian, lifeguard, linguist, locksmith, machinist,
  magician, mathematician, mechanic, meteorologist, midwife, miner, neurologist, notary, novelist, nurse, oceanographer,
  optician, organist, painter, paleontologist, paramedic, pastry chef, pathologist, pediatrician, pharmacist,
  photographer, physicist, pianist, pilot, plumber, podiatrist, poet, porter, potter, prosecutor, psychologist,
  puppeteer, radiologist, roofer, saddler, sailmaker, sculptor, seismologist, shepherd, shipwright, social worker,
  sociologist, sommelier, stage manager, statistician, stonemason, surgeon, surveyor, tailor, tax adviser, teacher,
  toxicologist, train driver, translator, tree surgeon, typesetter, undertaker, upholsterer, urban planner, veterinarian,
  violinist, watchmaker, weaver, welder, winemaker, zookeeper, zoologist`);

export const causes = words(`
  adult literacy, ancient forests, animal shelters, arctic research, arts education, autism support, bee conservation,
  blood donation, cancer research, child nutrition, clean rivers, clean water, coastal cleanup, community gardens,
  coral reefs, crisis hotlines, dementia care, disability rights, disaster relief, early education, elder care,
  endangered birds, fair housing, fair wages, flood protection, food banks, free clinics, free press, girls in science,
  guide dogs, heart research, heritage railways, homeless shelters, hospice care, human rights, independent film,
  indigenous languages, internet access, kidney research, land mine removal, legal aid, maternal health, mental health,
  mountain rescue, museum preservation, music schools, ocean rescue, open software, orphan care, pollinator meadows,
  prison reform, public libraries, rare diseases, refugee aid, reforestation, rural doctors, safe cycling, school meals,
  sea rescue, seed banks, solar power, suicide prevention, urban farming, vaccination, veteran support,
  victim support, village schools, voter education, water wells, wetland restoration, whale protection,
  wildlife corridors, wildfire recovery, youth orchestras, youth sports`);

export const nationalities = words(`
  Albanian, Algerian, American, Andorran, Angolan, Argentine, Armenian, Australian, Austrian, Bahamian, Bahraini,
  Bangladeshi, Barbadian, Belarusian, Belgian, Belizean, Beninese, Bhutanese, Bolivian, Bosnian, Brazilian, British,
  Bulgarian, Burundian, Cambodian, Cameroonian, Canadian, Chadian, Chilean, Chinese, Colombian, Comorian, Congolese,
  Costa Rican, Croatian, Cuban, Cypriot, Czech, Danish, Dominican, Dutch, Ecuadorian, Egyptian, Eritrean, Estonian,
  Ethiopian, Fijian, Finnish, French, Gabonese, Gambian, Georgian, German, Ghanaian, Greek, Grenadian, Guatemalan,
  Guinean, Guyanese, Haitian, Honduran, Hungarian, Icelandic, Indian, Indonesian, Iranian, Iraqi, Irish, Israeli, Italian,
  Ivorian, Jamaican, Japanese, Jordanian, Kazakh, Kenyan, Kuwaiti, Laotian, Latvian, Lebanese, Liberian, Libyan,
  Lithuanian, Luxembourgish, Malagasy, Malawian, Malaysian, Maldivian, Malian, Maltese, Mauritian, Mexican, Moldovan,
  Mongolian, Montenegrin, Moroccan, Mozambican, Namibian, Nauruan, Nepali, New Zealand, Nicaraguan, Nigerian, Norwegian,
  Omani, Pakistani, Palauan, Panamanian, Paraguayan, Peruvian, Philippine, Polish, Portuguese, Qatari, Romanian, Rwandan,
  Samoan, Saudi, Senegalese, Serbian, Singaporean, Slovak, Slovenian, Somali, South African, Spanish, Sri Lankan,
  Sudanese, Surinamese, Swedish, Swiss, Syrian, Tanzanian, Thai, Togolese, Tongan, Tunisian, Turkish, Ugandan, Ukrainian,
  Uruguayan, Uzbek, Venezuelan, Vietnamese, Yemeni, Zambian, Zimbabwean`);

export const majors = words(`
  accounting, acoustics, actuarial science, aerospace engineering, agronomy, anatomy, animal science, anthropology,
  applied mathematics, archaeology, architecture, art history, astronomy, astrophysics, biochemistry, bioinformatics,
  biology, botany, business administration, chemical engineering, chemistry, civil engineering, classics,
  cognitive science, comparative literature, computer science, criminology, dance, data science, dentistry, drama,
  ecology, economics, education, electrical engineering, entomology, environmental science, ethics, film studies, finance,
  fine arts, folklore, food science, forestry, genetics, geography, geology, geophysics, graphic design, history,
  horticulture, hydrology, immunology, industrial design, international relations, journalism, jurisprudence,
  landscape architecture, library science, linguistics, logic, logistics, marine biology, marketing, materials science,
  mathematics, mechanical engineering, media studies, medicine, metallurgy, meteorology, microbiology, mineralogy,
  music theory, nanotechnology, naval architecture, neuroscience, nursing, nutrition, oceanography, optics, ornithology,
  paleontology, pharmacology, philosophy, phonetics, physics, physiology, political science, psychology, public health,
  religious studies, robotics, sociology, statistics, structural engineering, surveying, theology, toxicology,
  urban planning, veterinary science, virology, zoology`);
