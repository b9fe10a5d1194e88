import type { BatchResult } from '../../../ipc/issue-schemas';

/** Four nodes that call each other, each with its own key for server and client use. */
export const fourNodes = `name,more names,purpose
node1.test,,server-client
node2.test,,server-client
node3.test,,server-client
node4.test,,server-client
`;

/** The rows that were not issued, as a list that can be issued again. */
export const restOf = (results: readonly BatchResult[]): string =>
  results
    .filter((result) => result.certificate === undefined)
    .map((result) => result.names.join(', '))
    .join('\n');

/** "996 certificates issued, 4 rows were not." */
export function reportWords(issued: number, failed: number, cancelled: boolean): string {
  const made = issued === 1 ? '1 certificate issued' : `${issued} certificates issued`;
  const left = failed === 1 ? '1 row was not' : `${failed} rows were not`;
  const stopped = cancelled ? 'Stopped. ' : '';
  return failed === 0 ? `${stopped}${made}.` : `${stopped}${made}, ${left}.`;
}
