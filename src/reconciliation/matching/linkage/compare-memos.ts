import type { PreparedRecord } from './link-record.ts';

/** A word that stands in this part of all memos is the bank's or the trade's, not a name; how it comes and goes is learned word by word. */
const SHARE_OF_COMMON_WORDS = 0.01;
/** More left-over words than this are not told apart: they all speak against the pair. */
const LEFT_OVER_TOLD = 2;

export interface MemoAgreement {
  /** How surprising the words are that both memos begin with: minus the logarithm of the share of right memos that begin so. */
  readonly surprise: number;
  /** What kind of words are left over on either side; how much each kind says is estimated from the data. */
  readonly leftOver: number;
}

export interface MemoComparison {
  compare(left: PreparedRecord, right: PreparedRecord): MemoAgreement;
  /** The kinds met so far, by their number. */
  readonly kinds: readonly string[];
}

export const SAME_MEMO = 'same';

/**
 * Compares memos the way a bank writes them: the name first, then words that one side may lack, then the end of the column. Words shared
 * from the beginning count by their rarity; what remains is put in a kind (`none`, a common word, a code, an initial, another word), and
 * the pair of kinds is one feature.
 */
export function memoComparison(lefts: readonly PreparedRecord[], rights: readonly PreparedRecord[]): MemoComparison {
  const common = commonWords([...lefts, ...rights]);
  const commonSet = new Set(common);
  const surprises = surprisesOf(rights);
  const kinds: string[] = [];
  const kindNumber = new Map<string, number>();

  function compare(left: PreparedRecord, right: PreparedRecord): MemoAgreement {
    const shared = sharedBeginning(left, right);
    const same = left.memo === right.memo;
    const kind = same ? SAME_MEMO : kindOfRest(left, right, shared);
    let leftOver = kindNumber.get(kind);
    if (leftOver === undefined) {
      leftOver = kinds.length;
      kinds.push(kind);
      kindNumber.set(kind, leftOver);
    }
    const surprise = surprises.get(right) as Surprises;
    return { surprise: same ? surprise.whole : (surprise.beginnings[shared] as number), leftOver };
  }

  function kindOfRest(left: PreparedRecord, right: PreparedRecord, shared: number): string {
    const leftRest = left.words.slice(shared);
    const rightRest = right.words.slice(shared);
    const goesOn = begins(left, leftRest, rightRest) ? '<' : begins(right, rightRest, leftRest) ? '>' : undefined;
    if (goesOn !== undefined) {
      const stub = (goesOn === '<' ? leftRest : rightRest)[0] ?? '';
      return `${goesOn}${Math.min(3, stub.length)}|${left.cut ? 'cut' : ''}|${right.cut ? 'cut' : ''}`;
    }
    const [onlyLeft, onlyRight] = withoutCommonSubsequence(
      leftRest.map((word, n) => wordKind(word, left.lastWordCut && n === leftRest.length - 1)),
      rightRest.map((word, n) => wordKind(word, right.lastWordCut && n === rightRest.length - 1)),
    );
    return `${told(onlyLeft)}${left.cut && leftRest.length === 0 ? 'cut' : ''}|${told(onlyRight)}${right.cut && rightRest.length === 0 ? 'cut' : ''}`;
  }

  function wordKind(word: string, mayGoOn: boolean): string {
    if (mayGoOn) {
      const longer = word === '' ? [] : common.filter((each) => each.length > 1 && each.startsWith(word));
      if (longer.length > 0) return longer.length === 1 ? (longer[0] as string) : `${word}…`;
      return /\d/.test(word) ? '#' : 'word';
    }
    if (word.length !== 1 && commonSet.has(word)) return word;
    if (word.length >= 4 && /\d/.test(word)) return '#';
    return word.length <= 1 ? 'initial' : 'word';
  }

  return { compare, kinds };
}

function commonWords(records: readonly PreparedRecord[]): string[] {
  const counts = new Map<string, number>();
  for (const { words, lastWordCut } of records) {
    for (const word of lastWordCut ? words.slice(0, -1) : words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].flatMap(([word, count]) => (count > records.length * SHARE_OF_COMMON_WORDS ? [word] : [])).sort();
}

interface Surprises {
  /** Of a memo that begins with none, one, two … of this one's words. */
  readonly beginnings: Float64Array;
  readonly whole: number;
}

function surprisesOf(rights: readonly PreparedRecord[]): Map<PreparedRecord, Surprises> {
  const counts = new Map<string, number>();
  const add = (text: string) => counts.set(text, (counts.get(text) ?? 0) + 1);
  const whole = ({ memo }: PreparedRecord) => `${memo}\n`;
  for (const right of rights) {
    add(whole(right));
    for (let n = 1; n <= right.words.length; n += 1) add(beginningOf(right.words, n));
  }
  const surprise = (text: string) => Math.log(rights.length / (counts.get(text) as number));
  return new Map(
    rights.map((right) => [
      right,
      {
        beginnings: Float64Array.from({ length: right.words.length + 1 }, (_, n) => (n === 0 ? 0 : surprise(beginningOf(right.words, n)))),
        whole: surprise(whole(right)),
      },
    ]),
  );
}

const beginningOf = (words: readonly string[], n: number) => words.slice(0, n).join(' ');

function sharedBeginning(left: PreparedRecord, right: PreparedRecord): number {
  const most = Math.min(left.words.length - (left.lastWordCut ? 1 : 0), right.words.length - (right.lastWordCut ? 1 : 0));
  let shared = 0;
  while (shared < most && left.words[shared] === right.words[shared]) shared += 1;
  return shared;
}

/** All that is left of the one is a word that the other's next word begins with. */
function begins(record: PreparedRecord, rest: readonly string[], otherRest: readonly string[]): boolean {
  const [stub, ...more] = rest;
  return record.lastWordCut && stub !== undefined && stub !== '' && more.length === 0 && (otherRest[0] ?? '').startsWith(stub);
}

const told = (kinds: readonly string[]) => kinds.slice(0, LEFT_OVER_TOLD).join('+') + (kinds.length > LEFT_OVER_TOLD ? '+' : '');

/** What remains of two lists when their longest common subsequence is taken out. */
function withoutCommonSubsequence(left: readonly string[], right: readonly string[]): [string[], string[]] {
  const width = right.length + 1;
  const longest = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        left[i] === right[j]
          ? (longest[(i + 1) * width + j + 1] as number) + 1
          : Math.max(longest[(i + 1) * width + j] as number, longest[i * width + j + 1] as number);
    }
  }
  const rest: [string[], string[]] = [[], []];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      i += 1;
      j += 1;
    } else if (
      j === right.length ||
      (i < left.length && (longest[(i + 1) * width + j] as number) >= (longest[i * width + j + 1] as number))
    ) {
      rest[0].push(left[i] as string);
      i += 1;
    } else {
      rest[1].push(right[j] as string);
      j += 1;
    }
  }
  return rest;
}
