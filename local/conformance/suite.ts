import { reasonOf } from '../s3/reason-of.ts';
import { checksumProbes } from './checksums.ts';
import { conditionalReadProbes } from './conditional-reads.ts';
import { copyProbes } from './copying.ts';
import { corsProbes } from './cors.ts';
import { formProbes } from './forms.ts';
import { listingProbes } from './listing.ts';
import { lookingInProbes } from './looking-in.ts';
import { multipartListProbes } from './multipart-lists.ts';
import { multipartProbes } from './multipart.ts';
import { ownServerProbes } from './own-server-probes.ts';
import { presignedGetProbes } from './presigned-get.ts';
import { presignedPartProbes } from './presigned-parts.ts';
import type { Probe } from './probe.ts';
import { rangeProbes } from './range.ts';
import { restoreProbes } from './restore.ts';
import { signingProbes } from './signing.ts';
import { taggingProbes } from './tagging.ts';
import type { ConformanceTarget } from './target.ts';
import { versionProbes } from './versions.ts';

/**
 * What the product asks of S3 is required; optional is what is good to know of a server besides.
 * Order matters little: each probe uses its own keys.
 */
export const SUITE: Readonly<Record<string, readonly Probe[]>> = {
	Signing: signingProbes,
	'Forms for small files': formProbes,
	'Presigned parts': presignedPartProbes,
	Multipart: multipartProbes,
	'Lists of parts and uploads': multipartListProbes,
	'Presigned GET': presignedGetProbes,
	Ranges: rangeProbes,
	Versions: versionProbes,
	CORS: corsProbes,
	'Events and lifecycle': ownServerProbes,
	Restores: restoreProbes,
	Tags: taggingProbes,
	Copies: copyProbes,
	'Conditional reads': conditionalReadProbes,
	Checksums: checksumProbes,
	Keys: listingProbes,
	'Looking in': lookingInProbes,
};

export interface ProbeResult {
	readonly subject: string;
	readonly probe: Probe;
	readonly outcome: 'ok' | 'failed' | 'not probed';
	/** Why it failed or could not be probed; empty otherwise. */
	readonly detail: string;
}

/** Runs the suite, one probe at a time, and yields each result as it comes. */
export async function* runSuite(target: ConformanceTarget): AsyncGenerator<ProbeResult> {
	for (const [subject, probes] of Object.entries(SUITE)) {
		for (const probe of probes) yield { subject, probe, ...(await runProbe(probe, target)) };
	}
}

async function runProbe(
	probe: Probe,
	target: ConformanceTarget,
): Promise<Pick<ProbeResult, 'outcome' | 'detail'>> {
	if (probe.ownServerOnly && !target.own) {
		return { outcome: 'not probed', detail: 'needs the server’s clock or its events' };
	}
	try {
		await probe.run(target);
		return { outcome: 'ok', detail: '' };
	} catch (error) {
		return { outcome: 'failed', detail: reasonOf(error).replace(/\s+/g, ' ').slice(0, 300) };
	}
}
