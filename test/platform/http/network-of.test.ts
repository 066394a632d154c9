import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../src/platform/http/network-of.ts';

const group = fc.integer({ min: 0, max: 0xffff });
const half = fc.array(group, { minLength: 4, maxLength: 4 });
/** 2001:db8::/32 is for examples, so it is none of the prefixes that stand for IPv4. */
const prefix = fc.tuple(group, group).map(([c, d]) => [0x2001, 0xdb8, c, d]);

/** One address in one of the many ways it may be written. */
const written = (groups: readonly number[], style: { upper: boolean; padded: boolean; shortened: boolean; zone: boolean }) => {
  const texts = groups.map((each) => each.toString(16).padStart(style.padded ? 4 : 1, '0'));
  const long = texts.join(':');
  const short = new URL(`http://[${long}]`).hostname.slice(1, -1);
  const text = `${style.shortened ? short : long}${style.zone ? '%eth0' : ''}`;
  return style.upper ? text.toUpperCase() : text;
};
const style = fc.record({ upper: fc.boolean(), padded: fc.boolean(), shortened: fc.boolean(), zone: fc.boolean() });

describe('the network that a caller counts as', () => {
  it('is the same for every address of one IPv6 /64, however it is written', () => {
    fc.assert(
      fc.property(prefix, half, half, style, style, (network, one, other, oneStyle, otherStyle) => {
        expect(networkOf(written([...network, ...one], oneStyle))).toBe(networkOf(written([...network, ...other], otherStyle)));
      }),
    );
  });

  it('is another one for another /64', () => {
    fc.assert(
      fc.property(prefix, prefix, half, (one, other, host) => {
        fc.pre(one.some((each, index) => each !== other[index]));
        const plain = { upper: false, padded: false, shortened: true, zone: false };
        expect(networkOf(written([...one, ...host], plain))).not.toBe(networkOf(written([...other, ...host], plain)));
      }),
    );
  });

  it('is each IPv4 address itself, also where it is written as IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
        const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
        for (const same of [
          address,
          `::ffff:${address}`,
          `::FFFF:${hex}`,
          `0:0:0:0:0:ffff:${hex}`,
          `64:ff9b::${address}`,
          `64:ff9b::${hex}`,
        ])
          expect(networkOf(same)).toBe(address);
      }),
    );
  });

  it('is what it is told where there is no address', () => {
    expect(['unknown', ''].map(networkOf)).toEqual(['unknown', '']);
    expect(['::', '::1'].map(networkOf)).toEqual(['0:0:0:0::/64', '0:0:0:0::/64']);
  });
});
