import assert from 'node:assert/strict';
import type { ConformanceTarget } from './target.ts';

/** One property of S3. Its run rejects, with a sentence, where the endpoint differs. */
export interface Probe {
	/** A promise in the present tense. */
	readonly name: string;
	/** Whether the product asks for it, and is unsafe or broken where it is missing. */
	readonly required: boolean;
	/** Whether it has to move the server's clock or see its events: ours alone offers that. */
	readonly ownServerOnly?: boolean;
	readonly run: (target: ConformanceTarget) => Promise<void>;
}

export function required(name: string, run: Probe['run']): Probe {
	return { name, required: true, run };
}

export function optional(name: string, run: Probe['run']): Probe {
	return { name, required: false, run };
}

interface ReceivedStatus {
	readonly status: number;
	readonly body: Buffer;
}

/**
 * Some servers say 400 where others say 403; what counts is that they refuse. Send the request that is
 * to be carried out first: a server that is down refuses everything.
 */
export function assertRefused(
	answer: ReceivedStatus,
	statuses: readonly number[] = [400, 403],
): void {
	const { status, body } = answer;
	assert.ok(
		statuses.includes(status),
		`answered ${String(status)} instead of ${statuses.join(' or ')}: ${body.toString().slice(0, 200)}`,
	);
}

export function assertStatus(answer: ReceivedStatus, status: number): void {
	assertRefused(answer, [status]);
}

interface Refusal {
	/** The error's code, as the SDK names it. */
	readonly codes?: readonly string[];
	readonly status?: number;
}

/** An SDK call that must fail, and by an answer: a server that is down proves nothing. */
export async function assertFails(work: Promise<unknown>, refusal: Refusal): Promise<void> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	assert.ok(error instanceof Error, 'succeeded where it had to fail');
	const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
	const status = $metadata?.httpStatusCode;
	const happened = `failed with ${name} ${String(status)}: ${error.message}`;
	if (refusal.codes) assert.ok(refusal.codes.includes(name), happened);
	if (refusal.status !== undefined) assert.equal(status, refusal.status, happened);
	assert.ok(status !== undefined && status >= 300, happened);
}
