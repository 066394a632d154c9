import type { MessageCatalogue } from './catalogue.ts';

/** The same in Polish. */
export const pl: MessageCatalogue = {
  'alert.subject': 'Coś wymaga Twojej uwagi w Threefold',
  'alert.body': 'W {council} jest nowe powiadomienie dla Ciebie. Zajrzyj do niego do {by}.',
  'alert.next': 'Zaloguj się, aby je zobaczyć i napisać, co zrobisz.',
  'escalated.subject': 'Powiadomienie w Threefold czeka zbyt długo',
  'escalated.body': 'Nikt nie zajął się powiadomieniem w {council}. Teraz trafia do Ciebie. Zajrzyj do niego do {by}.',
  'escalated.next': 'Zaloguj się, aby je zobaczyć i napisać, co zrobisz.',
  'digest.subject': 'Twoje powiadomienia w Threefold: {count}',
  'digest.body': 'Liczba otwartych powiadomień dla Ciebie w {council}: {count}. Najważniejsze są na początku.',
  'digest.next': 'Zaloguj się, aby je zobaczyć. Możesz oznaczyć wiele naraz.',
  'used-faster.subject': '{council}: o Twoim wsparciu',
  'used-faster.body':
    'Część wsparcia jest wykorzystywana szybciej, niż planowano. Uzgodnione wsparcie trwa dalej. {contact} skontaktuje się do {by}.',
  'used-faster.next': 'Nie musisz teraz nic robić. Zaloguj się, jeśli chcesz zobaczyć więcej.',
  'check-on-support.subject': '{council}: czy wsparcie przebiega dobrze?',
  'check-on-support.body': 'Chcemy sprawdzić, czy otrzymujesz swoje wsparcie. {contact} skontaktuje się do {by}.',
  'check-on-support.next': 'Jeśli coś jest nie tak, powiedz nam teraz. Możesz się zalogować lub zadzwonić.',
  'please-sign-in.subject': '{council} ma dla Ciebie wiadomość',
  'please-sign-in.body': 'Jest coś nowego do przeczytania.',
  'please-sign-in.next': 'Zaloguj się, aby to przeczytać. Jeśli nie możesz się zalogować, zadzwoń do nas.',
  'link.text': 'Zaloguj się',
  'letter.dear': 'Dzień dobry,',
  'letter.end': 'Z poważaniem, {council}',
};
