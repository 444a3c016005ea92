import { gap } from '../../../src/serving/scaling/gap';

test('from one time of the day to the other, over midnight too, whatever the days', () => {
  expect(gap('0 7 * * *', '0 18 * * *')).toBe(11 * 3600);
  expect(gap('15 6 * * mon-fri', '30 20 * * 1-5')).toBe(14.25 * 3600);
  expect(gap('0 22 * * *', '0 6 * * *')).toBe(8 * 3600);
  expect(gap('0 7 * * 1', '0 7 * * 5')).toBe(24 * 3600);
});

test('not known where a schedule names several times', () => {
  expect(gap('0 7 * * *', '0 18,20 * * *')).toBeUndefined();
  expect(gap('*/5 7 * * *', '0 18 * * *')).toBeUndefined();
  expect(gap('@daily', '0 18 * * *')).toBeUndefined();
});
