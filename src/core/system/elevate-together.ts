import type { Elevate, Elevated, PrivilegedStep } from './elevate';

interface Waiting {
  step: PrivilegedStep;
  answer: (result: Elevated) => void;
}

/** A step answered in the shell that ran them all. */
interface StepResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Several changes that need administrator rights, with one question for all of them. Each participant gets an `Elevate` of its own;
 * once every one has asked or ended, all that was asked for runs in one privileged shell, one step after the other, and each gets
 * its own answer. A refusal answers all, and nothing has run. What a participant asks after that is asked by itself.
 */
export function gathered(elevate: Elevate, participants: number): { elevate: Elevate; ended: () => void }[] {
  const waiting: Waiting[] = [];
  let open = participants;
  let done = false;
  const settle = () => {
    open -= 1;
    if (open > 0 || done) return;
    done = true;
    void runAll(elevate, waiting);
  };
  return Array.from({ length: participants }, () => {
    let counted = false;
    const count = () => {
      if (counted) return;
      counted = true;
      settle();
    };
    return {
      ended: count,
      elevate: (step: PrivilegedStep): Promise<Elevated> => {
        if (counted) return elevate(step);
        return new Promise((answer) => {
          waiting.push({ step, answer });
          count();
        });
      },
    };
  });
}

async function runAll(elevate: Elevate, waiting: readonly Waiting[]): Promise<void> {
  const [first] = waiting;
  if (first === undefined) return;
  if (waiting.length === 1) {
    first.answer(await elevate(first.step).catch(brokenBy));
    return;
  }
  const result = await elevate(together(waiting.map(({ step }) => step))).catch(brokenBy);
  const answers = result.kind === 'ran' ? readAnswers(result.result.stdout) : [];
  for (const [index, { answer }] of waiting.entries()) {
    const own = answers[index];
    if (result.kind !== 'ran') answer(result);
    else if (own !== undefined) answer({ kind: 'ran', result: { ...result.result, ...own } });
    // The shell ended before it came to this one.
    else
      answer({ kind: 'ran', result: { ...result.result, code: result.result.code === 0 ? null : result.result.code } });
  }
}

const brokenBy = (error: unknown): Elevated => ({
  kind: 'not-allowed',
  message: `Administrator rights could not be asked for: ${error instanceof Error ? error.message : String(error)}`,
});

/**
 * Runs every step in a shell of its own below the privileged one. Arguments: for each step its script, its input in base64, how
 * many arguments it has, and these. It prints for each: its exit code, and what it said in base64, a line each.
 */
const script = `
while [ "$#" -gt 0 ]; do
  text=$1 input=$2 count=$3
  shift 3
  rest=$(($# - count))
  out=$(mktemp) && err=$(mktemp) || exit 70
  set -- "$@" "$out" "$err"
  run_one() {
    # The first arguments are this step's.
    take=$count
    list=
    index=1
    while [ "$index" -le "$take" ]; do list="$list \\"\\\${$index}\\""; index=$((index + 1)); done
    eval "set -- $list"
    printf %s "$input" | base64 -d | /bin/sh -c "$text" sh "$@" >"$out" 2>"$err"
  }
  if run_one "$@"; then code=0; else code=$?; fi
  printf '%s\\n%s\\n%s\\n' "$code" "$(base64 <"$out" | tr -d '\\n')" "$(base64 <"$err" | tr -d '\\n')"
  rm -f "$out" "$err"
  skip=$count
  while [ "$skip" -gt 0 ]; do shift; skip=$((skip - 1)); done
  # The two names at the end go as well.
  keep=$rest
  index=1
  list=
  while [ "$index" -le "$keep" ]; do list="$list \\"\\\${$index}\\""; index=$((index + 1)); done
  eval "set -- $list"
done
`;

function together(steps: readonly PrivilegedStep[]): PrivilegedStep {
  return {
    script,
    args: steps.flatMap(({ script: text, args, input = '' }) => [
      text,
      (typeof input === 'string' ? Buffer.from(input, 'utf8') : Buffer.from(input)).toString('base64'),
      String(args.length),
      ...args,
    ]),
    timeoutMs: steps.reduce((sum, { timeoutMs }) => sum + timeoutMs, 0),
  };
}

function readAnswers(stdout: string): StepResult[] {
  const lines = stdout.split('\n');
  const answers: StepResult[] = [];
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const code = Number(lines[at]);
    if (!Number.isInteger(code) || lines[at] === '') break;
    const text = (line: string | undefined) => Buffer.from(line ?? '', 'base64').toString('utf8');
    answers.push({ code, stdout: text(lines[at + 1]), stderr: text(lines[at + 2]) });
  }
  return answers;
}
