import * as v from 'valibot';
import { CloudFrontSigner, createKmsClient } from '../adapters/cloudfront-signer.ts';
import { systemClock } from '../adapters/system.ts';
import { readConfig } from '../runtime/config.ts';
import type { DerivativesDeps } from './open-derivatives.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	SITE_ORIGIN: v.string(),
	KEY_ID: v.string(),
	KEY_PAIR_ID: v.string(),
});

export function wireDerivatives(): DerivativesDeps {
	const { SITE_ORIGIN, KEY_ID, KEY_PAIR_ID } = readConfig(environment);
	const names = { keyId: KEY_ID, keyPairId: KEY_PAIR_ID };
	return {
		signer: new CloudFrontSigner(createKmsClient(), names),
		clock: systemClock,
		origin: SITE_ORIGIN,
	};
}
