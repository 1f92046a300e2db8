import assert from 'node:assert/strict';
import type { Target } from './target.ts';

/** One thing the product relies on. It rejects, with a sentence, where the endpoint differs. */
export interface Probe {
	/** A promise in the present tense. */
	readonly name: string;
	/** Whether the product is unsafe or broken on an endpoint that fails it. */
	readonly required: boolean;
	/** Whether it has to move the server's clock or see its events: ours alone offers that. */
	readonly ownServerOnly?: boolean;
	readonly run: (target: Target) => Promise<void>;
}

export function required(name: string, run: Probe['run']): Probe {
	return { name, required: true, run };
}

export function optional(name: string, run: Probe['run']): Probe {
	return { name, required: false, run };
}

interface Answer {
	readonly status: number;
	readonly body: Buffer;
}

/** Some servers say 400 where others say 403; what counts is that they refuse. */
export function assertRefused(answer: Answer, statuses: readonly number[] = [400, 403]): void {
	const { status, body } = answer;
	assert.ok(
		statuses.includes(status),
		`answered ${String(status)} instead of ${statuses.join(' or ')}: ${body.toString().slice(0, 200)}`,
	);
}

export function assertStatus(answer: Answer, status: number): void {
	assertRefused(answer, [status]);
}

interface Refusal {
	/** The error's code, as the SDK names it. */
	readonly codes?: readonly string[];
	readonly status?: number;
}

/** An SDK call that must fail. */
export async function assertFails(work: Promise<unknown>, refusal: Refusal): Promise<void> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	assert.ok(error instanceof Error, 'succeeded where it had to fail');
	const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
	const status = $metadata?.httpStatusCode;
	const told = `failed with ${name} ${String(status)}: ${error.message}`;
	if (refusal.codes) assert.ok(refusal.codes.includes(name), told);
	if (refusal.status !== undefined) assert.equal(status, refusal.status, told);
}
