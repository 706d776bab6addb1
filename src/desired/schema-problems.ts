/** What a schema found wrong, in the words of a person: where, and what was expected there. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of several shapes that a value could have had, the one that it comes nearest to tells what is wrong with it. */
function problemsOf(issue: Issue): Problem[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const branches = issue.errors.map((errors) => errors.flatMap(problemsOf));
  const depth = (branch: readonly Problem[]): number => Math.max(0, ...branch.map(({ path }) => path.length));
  const deepest = Math.max(...branches.map(depth));
  if (deepest > 0) {
    const nearest = branches.filter((branch) => depth(branch) === deepest).sort((a, b) => a.length - b.length)[0] ?? [];
    return nearest.map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
  }
  const expected = branches.map((branch) =>
    branch.map(({ message }) => message.replace(/^Invalid input: /, '')).join(', '),
  );
  return [{ path: issue.path, message: `Invalid input: ${[...new Set(expected)].join(', or ')}` }];
}

const most = 10;

/** Every problem, or the first ones of many, as `ports.0.listen: …`; `whole` stands for the value itself. */
export function spellProblems(error: z.ZodError, whole: string): { readonly text: string; readonly path: string } {
  const problems = error.issues.flatMap(problemsOf);
  const more = problems.length > most ? [`and ${problems.length - most} more`] : [];
  const spelt = problems.slice(0, most).map(({ path, message }) => `${path.join('.') || whole}: ${message}`);
  return {
    text: [...spelt, ...more].join('; '),
    path: problems[0]?.path.join('.') ?? '',
  };
}
