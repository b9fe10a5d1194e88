import type { SnippetId, SnippetKind } from '../../src/core/recipes/snippet-ids';
import type { Bench } from '../support/recipe-bench';
import { databaseCases } from './database-cases';
import { programCases } from './program-cases';
import { webCases } from './web-cases';

/** How one program is started with its text. */
export interface RecipeCase {
  id: SnippetId;
  /** Starts the server; `parts` is the text for it, `client` that of the program as a client of its own, if it has one. */
  serve: (given: Given) => Promise<void>;
  /** What its own client is run by; the text for curl is for all that speak HTTP. */
  ask?: (given: Given) => { command: string; input?: string };
  /** What an answer has in it. */
  says: RegExp;
}

export interface Given {
  bench: Bench;
  /** For this case and kind alone; every account may enter. */
  folder: string;
  kind: SnippetKind;
  parts: readonly string[];
  client: readonly string[];
}

export const recipeCases: readonly RecipeCase[] = [...webCases, ...programCases, ...databaseCases];
