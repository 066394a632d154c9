import type { Chance } from './chance.ts';

const words = (text: string) => text.split(' ');

const FIRST = words(
  'Olivia Amelia Isla Sarah Emma Claire Joanne Karen Rachel Gemma Sian Cerys Angharad Nia Rhiannon Agnieszka Małgorzata Katarzyna Joanna Łucja Fatima Aisha Maryam Zainab Noor Priya Anjali Deepa Sunita Mei Ling Grace Blessing Chioma Ifeoma James David Michael Paul Mark Andrew Simon Gareth Huw Iwan Rhys Piotr Paweł Łukasz Krzysztof Mohammed Ahmed Yusuf Omar Ibrahim Raj Arjun Vikram Wei Tunde Emeka José Zoë Chloë Siobhán Seán Ciarán',
);
const LAST = words(
  'Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Wright Walker White Edwards Hughes Green Hall Thomas Roberts Evans Lewis Clarke Hill Cooper Ward Morris Moore Clark Harrison Scott Young Morgan Griffiths Llewellyn Pritchard Gruffydd Cadwaladr Kowalski Nowak Wiśniewska Wójcik Zieliński Szymański Dąbrowska Khan Ahmed Hussain Ali Begum Rahman Chowdhury Al-Hassan Abdulrahman Singh Kaur Sharma Gupta Chen Wong Okafor Adeyemi Nwosu Mensah Boateng Müller García Fernández O’Brien O’Connor McCarthy Fitzgerald Whitehouse Featherstonehaugh Cholmondeley Bainbridge Thistlethwaite Ramsbottom Entwistle Oldroyd Postlethwaite Hargreaves Braithwaite Sowerby Dalrymple Penhaligon Trelawney Tregenza Blenkinsop Cartwright Arkwright Fairclough Winterbottom Longbottom Micklethwait Rowbotham Satterthwaite Hebblethwaite Birkenshaw Ackroyd',
);
const TRADES = words('Care Support Therapy Tutoring Homecare Respite Learning Physiotherapy Outreach Nursing');
const PLACES = words('Northmoor Calder Ribble Wharfe Eden Derwent Tamar Severn Humber Lune Mersey Swale Aire Tees Kennet Windrush');
const SORTS = ['Ltd', 'Limited', 'CIC', 'Services Ltd', '& Sons Ltd', 'Trust', 'Partnership'];

export const personsName = (chance: Chance) => `${chance.of(FIRST)} ${chance.of(LAST)}`;

export function firmsName(chance: Chance): string {
  const first = chance.happens(0.5) ? chance.of(PLACES) : chance.of(LAST);
  return `${first} ${chance.of(TRADES)} ${chance.of(SORTS)}`;
}

const ACCENTS: Readonly<Record<string, string>> = { Ł: 'L', ł: 'l', ß: 'ss' };

/** What a bank prints: capitals, no accents, signs gone. */
export function printed(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[Łłß]/g, (letter) => ACCENTS[letter] ?? letter)
    .replace(/[’']/g, '')
    .replace(/&/g, 'AND')
    .toUpperCase();
}

const MISREAD: Readonly<Record<string, string>> = { O: '0', I: '1', S: '5', B: '8', E: 'F', M: 'N', U: 'V', C: 'G', L: 'I', A: 'E' };

/** One slip of a person or a scanner in one word. */
export function misspelt(name: string, chance: Chance): string {
  const parts = name.split(' ');
  const which = chance.below(parts.length);
  const word = parts[which] as string;
  const at = chance.below(Math.max(1, word.length - 1));
  const slips = [
    () => word.slice(0, at) + word.slice(at + 1),
    () => word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2),
    () => word.slice(0, at) + (MISREAD[word[at] ?? ''] ?? 'X') + word.slice(at + 1),
    () => word.slice(0, at) + (word[at] ?? '') + word.slice(at),
    () => (which === 0 && parts.length > 1 ? (word[0] ?? '') : word),
  ];
  parts[which] = chance.of(slips)();
  return parts.join(' ');
}
