import { CloudFrontSigner, createKmsClient } from '../adapters/cloudfront-signer.ts';
import { systemClock } from '../adapters/system.ts';
import { readConfig } from '../runtime/config.ts';
import type { DerivativesDeps } from './open-derivatives.ts';

export function wireDerivatives(): DerivativesDeps {
	const { SITE_ORIGIN, KEY_ID, KEY_PAIR_ID } = readConfig('derivatives');
	const names = { keyId: KEY_ID, keyPairId: KEY_PAIR_ID };
	return {
		signer: new CloudFrontSigner(createKmsClient(), names),
		clock: systemClock,
		origin: SITE_ORIGIN,
	};
}
