import { checksumProbes } from './checksums.ts';
import { conditionalProbes } from './conditional.ts';
import { corsProbes } from './cors.ts';
import { listingProbes } from './listing.ts';
import { multipartProbes } from './multipart.ts';
import { ownServerProbes } from './own-server-probes.ts';
import { postPolicyProbes } from './post-policy.ts';
import { presignedGetProbes } from './presigned-get.ts';
import { presignedPutProbes } from './presigned-put.ts';
import type { Probe } from './probe.ts';
import { rangeProbes } from './range.ts';
import { signingProbes } from './signing.ts';
import type { Target } from './target.ts';
import { versionProbes } from './versions.ts';

/** Everything the product needs from S3, by subject. Order matters little: each uses its own keys. */
export const SUITE: Readonly<Record<string, readonly Probe[]>> = {
	Signing: signingProbes,
	'Presigned PUT': presignedPutProbes,
	'Presigned GET': presignedGetProbes,
	'POST policy': postPolicyProbes,
	Checksums: checksumProbes,
	Conditions: conditionalProbes,
	Multipart: multipartProbes,
	Versions: versionProbes,
	Lists: listingProbes,
	Ranges: rangeProbes,
	CORS: corsProbes,
	'Events and lifecycle': ownServerProbes,
};

export interface ProbeResult {
	readonly subject: string;
	readonly probe: Probe;
	readonly outcome: 'ok' | 'failed' | 'not probed';
	/** Why it failed or could not be probed; empty otherwise. */
	readonly detail: string;
}

/** Runs the suite, one probe at a time, telling each result as it comes. */
export async function* runSuite(target: Target): AsyncGenerator<ProbeResult> {
	for (const [subject, probes] of Object.entries(SUITE)) {
		for (const probe of probes) yield { subject, probe, ...(await runProbe(probe, target)) };
	}
}

async function runProbe(
	probe: Probe,
	target: Target,
): Promise<Pick<ProbeResult, 'outcome' | 'detail'>> {
	if (probe.ownServerOnly && !target.own) {
		return { outcome: 'not probed', detail: 'needs the server’s clock or its events' };
	}
	try {
		await probe.run(target);
		return { outcome: 'ok', detail: '' };
	} catch (error) {
		const detail = error instanceof Error ? error.message : String(error);
		return { outcome: 'failed', detail: detail.replace(/\s+/g, ' ').slice(0, 300) };
	}
}
