import { signDownloads } from '#contract/downloads';
import type { File as StoredFile } from '#contract/entries';
import type { Call } from '$lib/api/call';
import { Batcher } from '$lib/concurrency/batcher';
import { drawingKind, TEXT_READ_BYTES } from './derivative-plan';

/** The stored bytes that a picture is drawn from, where this tab does not have the file itself. */
export interface Originals {
	/** Fails where they cannot be had just now: archived, missing, offline. */
	of(file: StoredFile, signal: AbortSignal): Promise<DrawingSource>;
}

/** The bytes; of a film its address, as a player reads only the ranges it shows. */
export type DrawingSource = Blob | URL;

/** Addresses that share a call: a screen of pictures asks at once. */
const COUNT = 50;
const IDLE_MS = 20;

export function vaultOriginals(call: Call): Originals {
	const addresses = new Batcher({
		ask: async (files: readonly StoredFile[]) =>
			(
				await call(signDownloads, {
					downloads: files.map(({ id, versionId }) => {
						// Inline the vault gives only what browsers show; how it would be saved matters to no reader.
						return { entryId: id, versionId, as: 'attachment' as const };
					}),
				})
			).downloads,
		countFor: () => COUNT,
		idleMs: IDLE_MS,
	});
	return {
		async of(file, signal) {
			const signed = await addresses.add(file, signal);
			if (signed.outcome === 'refused') throw new Error(signed.code);
			const kind = drawingKind(file);
			if (kind === 'film') return new URL(signed.url);
			const headers = kind === 'text' ? { range: `bytes=0-${String(TEXT_READ_BYTES - 1)}` } : {};
			const response = await fetch(signed.url, { signal, headers });
			if (!response.ok) throw new Error(`the original: HTTP ${String(response.status)}`);
			return response.blob();
		},
	};
}
