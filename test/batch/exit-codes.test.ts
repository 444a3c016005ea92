import { refused } from './scoring';
import { ExitCodes, ExitCodesProps } from '../../src/batch/exit-codes';

test('nothing said, nothing ruled', () => {
  expect(ExitCodes.of({})._rules('scoring')).toEqual([]);
});

test('the program cannot change them later', () => {
  const props = { badInput: [2, 1] };
  const codes = ExitCodes.of(props);
  codes._rules('scoring')[0].onExitCodes!.values.push(9);
  expect(codes._rules('scoring')).toEqual([{ action: 'FailIndex', onExitCodes: { containerName: 'scoring', operator: 'In', values: [1, 2] } }]);
  expect(props.badInput).toEqual([2, 1]);
});

test.each<[string, ExitCodesProps, string]>([
  ['success', { fatal: [0] }, "'exitCodes.fatal' must be exit codes from 1 to 255, got 0; take it away; 0 is success"],
  ['more than there are', { badInput: [256] }, "'exitCodes.badInput' must be exit codes from 1 to 255, got 256; give what the program exits with"],
  ['no code', { worthRetry: [] }, "'exitCodes.worthRetry' must be at least one exit code, got []; leave it out"],
  ['one of two meanings', { badInput: [65], worthRetry: [65] }, "exit code 65 is given by 'exitCodes.badInput' and by 'exitCodes.worthRetry'; leave it in one place"],
  ['one given twice', { fatal: [78, 78] }, "exit code 78 is given twice by 'exitCodes.fatal'; leave it in one place"],
])('refuses %s', (_, props, message) => {
  expect(refused({ exitCodes: ExitCodes.of(props) })).toEqual([message]);
});
