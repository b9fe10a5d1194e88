import { describe, expect, it } from 'vitest';
import {
  composeQuote,
  lineQuote,
  mysqlQuote,
  postgresQuote,
  type Quote,
  singleQuote,
  springQuote,
  xmlQuote,
} from './quotes';

/** Where the files lie in the folder of another account, these are what keeps a path whole. */
describe('a path', () => {
  it.each<[string, Quote, string, string | undefined]>([
    ['a string of PHP and Ruby', singleQuote, "it's \\ #{1}", "'it\\'s \\\\ #{1}'"],
    ['postgresql.conf', postgresQuote, "it's \\ 1", "'it''s \\\\ 1'"],
    ['my.cnf', mysqlQuote, 'C:\\data #1', '"C:\\\\data #1"'],
    ['my.cnf, with a quote', mysqlQuote, "it's", undefined],
    ['mosquitto.conf', lineQuote, '/srv/two words', '/srv/two words'],
    ['mosquitto.conf, with a #', lineQuote, '/srv/#1', undefined],
    ['XML', xmlQuote, 'a "b" & <c>', '"a &quot;b&quot; &amp; &lt;c>"'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a path.
    ['XML of Tomcat, with a property', xmlQuote, '/srv/${x}', undefined],
    ['a Compose file', composeQuote, '/srv/$HOME "x"', '"/srv/$$HOME \\"x\\""'],
    ['a resource of Spring', springQuote, 'C:\\data\\#1 ?', '"file:/C:/data/%231%20%3F"'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a path.
    ['a resource of Spring, with a placeholder', springQuote, '/srv/${x}', '"file:/srv/$%7Bx%7D"'],
  ])('is whole in %s', (_, quote, path, written) => {
    expect(quote(path)).toBe(written);
  });
});
