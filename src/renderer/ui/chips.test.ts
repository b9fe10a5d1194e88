import { describe, expect, it } from 'vitest';
import { addChips, chipsOf, chipsWithFixed, confirmDraft, editChip, removeChip, textsOf, typeInto } from './chips';

describe('a chips field', () => {
  it('keeps typed text, spaces and all, until it is confirmed', () => {
    const typed = typeInto(chipsOf([]), 'my app');
    expect(typed.draft).toBe('my app');
    expect(textsOf(typed)).toEqual([]);
    expect(textsOf(confirmDraft(typed))).toEqual(['my app']);
  });

  it('turns a pasted list into one chip a name', () => {
    const pasted = typeInto(chipsOf(['a.test']), 'b.test\nc.test,d.test');
    expect(textsOf(pasted)).toEqual(['a.test', 'b.test', 'c.test', 'd.test']);
    expect(pasted.draft).toBe('');
  });

  it('keeps the same name twice as two chips, so that the check can point at the second', () => {
    const twice = addChips(chipsOf(['a.test']), ['a.test']);
    expect(new Set(twice.items.map((chip) => chip.key)).size).toBe(2);
  });

  it('takes a chip back for editing without losing what was being typed', () => {
    const chips = typeInto(chipsOf(['a.test', 'b.test']), 'c.te');
    const edited = editChip(chips, 2);
    expect(textsOf(edited)).toEqual(['a.test', 'c.te']);
    expect(edited.draft).toBe('b.test');
  });

  it('removes only the chip that was meant', () => {
    expect(textsOf(removeChip(chipsOf(['a.test', 'a.test']), 1))).toEqual(['a.test']);
  });

  it('neither edits nor removes a fixed chip, nor takes its text a second time', () => {
    const chips = chipsWithFixed('localhost', ['test', 'localhost']);
    expect(textsOf(chips)).toEqual(['localhost', 'test']);
    expect(textsOf(removeChip(chips, 1))).toEqual(['localhost', 'test']);
    expect(editChip(chips, 1)).toEqual(chips);
    expect(textsOf(confirmDraft(typeInto(chips, 'localhost')))).toEqual(['localhost', 'test']);
    expect(textsOf(removeChip(chips, 2))).toEqual(['localhost']);
  });
});
