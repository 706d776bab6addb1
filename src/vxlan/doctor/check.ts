/** One check of the doctor, and how its verdict comes about. */
import type { Answer } from '../device-facts.ts';
import type { Finding } from '../finding.ts';

/** `unknown`: it could not be told, which is never the same as ok. */
export type Verdict = 'ok' | 'warning' | 'broken' | 'unknown';

export type CheckId = `D${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15}`;

export interface Check {
  readonly id: CheckId;
  readonly title: string;
  readonly verdict: Verdict;
  /** What was seen, as sentences. */
  readonly evidence: readonly string[];
  readonly findings: readonly Finding[];
  /** What could not be told, and why. */
  readonly unknown: readonly string[];
}

/** Gathers what a check sees. The worst finding is its verdict; without any, what is not known is. */
export class Judge {
  readonly evidence: string[] = [];
  readonly findings: Finding[] = [];
  readonly unknown: string[] = [];

  saw(...evidence: readonly string[]): void {
    this.evidence.push(...evidence);
  }

  found(...findings: readonly Finding[]): void {
    this.findings.push(...findings);
  }

  cannotKnow(...why: readonly string[]): void {
    // Several questions may lack the same answer.
    for (const reason of why) if (!this.unknown.includes(reason)) this.unknown.push(reason);
  }

  /** The value of an answer; says why where there is none. */
  need<T>(answer: Answer<T>): T | undefined {
    if ('known' in answer) return answer.known;
    this.cannotKnow(answer.unknown);
    return undefined;
  }

  get verdict(): Verdict {
    if (this.findings.some(({ severity }) => severity === 'broken')) return 'broken';
    if (this.findings.length > 0) return 'warning';
    return this.unknown.length > 0 ? 'unknown' : 'ok';
  }
}

/** `3 Nodes`, `1 Node`, `2 entries`. */
export function counted(count: number, word: string, several = `${word}s`): string {
  return `${count} ${count === 1 ? word : several}`;
}
