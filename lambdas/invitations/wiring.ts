import * as v from 'valibot';
import { CognitoInviter, createCognitoClient } from '../adapters/cognito-inviter.ts';
import { createS3Client } from '../adapters/s3-object-store/client.ts';
import { S3DocumentStore } from '../adapters/s3-object-store/document-store.ts';
import { newId, systemClock } from '../adapters/system.ts';
import { readConfig } from '../runtime/config.ts';
import { onInvited } from '../runtime/log.ts';
import type { InvitationsDeps } from './send-invitation.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({ BUCKET: v.string(), USER_POOL_ID: v.string() });

export function wireInvitations(): InvitationsDeps {
	const { BUCKET, USER_POOL_ID } = readConfig(environment);
	return {
		inviter: new CognitoInviter(createCognitoClient(), USER_POOL_ID),
		documents: new S3DocumentStore(createS3Client(), BUCKET),
		clock: systemClock,
		newId,
		onInvited,
	};
}
