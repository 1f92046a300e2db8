import { recordDerivatives, signDerivatives, type DerivativeKind } from '#contract/uploads';
import type { Call } from '$lib/api/call';
import { Batcher } from '$lib/concurrency/batcher';
import type { DerivativeApi } from './derivative-queue';

/** Pictures that share a call: a person waits for a file, not for its thumbnail. */
const COUNT = 100;
const IDLE_MS = 700;

/** The API of the vault, asked about many pictures in few calls. */
export function vaultDerivatives(call: Call): DerivativeApi {
	const signs = new Batcher({
		ask: async (derivatives: readonly SignQuestion[]) =>
			(await call(signDerivatives, { derivatives: [...derivatives] })).derivatives,
		countFor: () => COUNT,
		idleMs: IDLE_MS,
	});
	const records = new Batcher({
		ask: async (derivatives: readonly RecordQuestion[]) =>
			(await call(recordDerivatives, { derivatives: [...derivatives] })).derivatives,
		countFor: () => COUNT,
		idleMs: IDLE_MS,
	});
	return {
		async sign(versionId, { kind, bytes, sha256, contentType }) {
			const sizeBytes = bytes.byteLength;
			const answer = await signs.add({ versionId, kind, sizeBytes, sha256, contentType });
			if (answer.outcome === 'recorded') return 'recorded';
			return answer.outcome === 'send' ? answer.form : undefined;
		},
		async record(versionId, kind) {
			return (await records.add({ versionId, kind })).outcome === 'recorded';
		},
	};
}

interface RecordQuestion {
	readonly versionId: string;
	readonly kind: DerivativeKind;
}

interface SignQuestion extends RecordQuestion {
	readonly sizeBytes: number;
	readonly sha256: string;
	readonly contentType: 'image/webp' | 'image/jpeg';
}
