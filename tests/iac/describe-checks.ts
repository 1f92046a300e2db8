import { describe, expect, it } from 'vitest';
import { mutate, type Check } from './check.ts';
import type { Template } from './template.ts';

/** Each promise holds for the template, and is broken by each of its mutants. */
export function describeChecks(template: Template, checks: readonly Check[]): void {
	describe.each(checks)('$promise', ({ find, mutants }) => {
		it('holds', async () => {
			expect(await find(template)).toEqual([]);
		});

		it.each(mutants)('is broken by a change at $path', async (mutant) => {
			expect(await find(mutate(template, mutant))).not.toEqual([]);
		});

		it('has a change that breaks it', () => {
			expect(mutants).not.toEqual([]);
		});
	});
}
