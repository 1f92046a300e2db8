import * as v from 'valibot';
import { CognitoInviter, createCognitoClient } from '../adapters/cognito-inviter.ts';
import { openDocumentStore } from '../adapters/s3-object-store/open-document-store.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { bucketUrl, ownRegion, readConfig } from '../runtime/config.ts';
import { onInvited } from '../runtime/log.ts';
import type { InvitationsDeps } from './send-invitation.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({
	BUCKET: v.string(),
	BUCKET_URL: bucketUrl,
	USER_POOL_ID: v.string(),
});

export function wireInvitations(): InvitationsDeps {
	const { BUCKET, BUCKET_URL, USER_POOL_ID } = readConfig(environment);
	return {
		inviter: new CognitoInviter(createCognitoClient(), USER_POOL_ID),
		documents: openDocumentStore({ name: BUCKET, url: BUCKET_URL, region: ownRegion() }),
		clock: systemClock,
		newId,
		onInvited,
	};
}
