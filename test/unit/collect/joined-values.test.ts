import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinedTexts } from '../../../src/collect/joined-values.ts';
import { jsonValues } from '../../../src/collect/json-values.ts';

const cut = (text: string): readonly string[] => [...joinedTexts(text)];

const read = (text: string): readonly unknown[] =>
  [...jsonValues({ bytes: Buffer.from(text), encoding: 'utf8', owned: false })].map((one) =>
    one.kind === 'value' ? one.value : `! ${one.reason}`,
  );

describe('values that follow each other without a line end', () => {
  it('are cut apart, whatever is in them', () => {
    const values = fc.array(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(values, fc.constantFrom('', ' ', '\n', '\r\n  '), (list, between) => {
        const texts = list.map((value) => JSON.stringify(value));
        expect(cut(texts.join(between))).toEqual(texts);
      }),
    );
  });

  it('leave over what is cut short', () => {
    expect(cut('{"a":1}{"b":2}{"c":')).toEqual(['{"a":1}', '{"b":2}', '{"c":']);
    expect(cut('{"a":"}"}[1] x {"b":2}')).toEqual(['{"a":"}"}', '[1]', 'x {"b":2}']);
  });

  it.each(['', '{"a":1}', '{"a":1', '{"a":1} x', 'x{}{}', '{"a":1},{"b":2}', '"a""b"'])('are not in %j', (text) => {
    expect(cut(text)).toEqual([]);
  });

  it('are read like lines: what is bad costs itself only', () => {
    expect(read('{"a":1}{"b":2}{"c":')).toEqual([{ a: 1 }, { b: 2 }, '! not JSON']);
    expect(read('{"a":1}\n{"b":2}{"c":3}\n{"d"\n')).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }, '! not JSON']);
    expect(read('{"a":1')).toEqual(['! not JSON']);
    expect(read(' \n')).toEqual(['! empty']);
  });
});
