import { expect, it } from 'vitest';
import { parseDays, printDays } from './day-list';

it.each([
  ['30, 7, 1', [30, 7, 1]],
  ['1 7;30,7', [30, 7, 1]],
  ['3650', [3650]],
])('takes %s as days, the largest first', (text, days) => {
  expect(parseDays(text)).toEqual(days);
  expect(parseDays(printDays(days))).toEqual(days);
});

it.each(['', ' , ', '0', '-1', '3651', '1.5', 'a week', '1,2,3,4,5,6,7,8,9,10,11'])('refuses “%s”', (text) => {
  expect(parseDays(text)).toBeUndefined();
});
