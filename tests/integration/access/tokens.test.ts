import type { Endpoint } from '#contract/endpoint';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SigningKey } from '../../../local/cognito/signing-key.ts';
import { startStack, type Stack } from '../../support/stack.ts';
import { forgedAuthorizations, misusedClaims } from './forged-tokens.ts';
import { matrix, probe } from './matrix.ts';

let stack: Stack;
let person: Awaited<ReturnType<Stack['createUser']>>;
let owner: typeof person;
let forged: ReadonlyMap<string, string | undefined>;
let misused: ReadonlyMap<string, string>;

beforeAll(async () => {
	stack = await startStack({ site: false, throttles: false });
	person = await stack.createUser();
	owner = await stack.createOwner();
	forged = new Map(forgedAuthorizations({ ...person, publicKeyPem: await publicKeyPem() }));
	const key = await SigningKey.open(join(stack.dataDir, 'cognito'));
	misused = new Map(
		misusedClaims(person.accessToken).map(([title, claims]) => [title, key.sign(claims)]),
	);
});
afterAll(async () => {
	await stack.close();
});

/** The titles do not depend on the loot; the headers do. */
const noToken = 'e30.e30.e30';
const misuses = misusedClaims(noToken).map(([title, , refusedBy]) => [title, refusedBy] as const);
const titles = forgedAuthorizations({
	accessToken: noToken,
	idToken: '',
	refreshToken: '',
	publicKeyPem: '',
}).map(([title]) => title);

/** The pool's public key, as an attacker would try to use it for HMAC. */
async function publicKeyPem(): Promise<string> {
	const jwks = await fetch(`${stack.cognitoUrl}/${stack.userPoolId}/.well-known/jwks.json`);
	const { keys } = (await jwks.json()) as { keys: [JsonWebKey] };
	return createPublicKey({ key: keys[0], format: 'jwk' })
		.export({ type: 'spki', format: 'pem' })
		.toString();
}

/** Of a person for whom the route is. */
function tokenFor({ onlyFor }: Endpoint): string {
	return (onlyFor === 'owners' ? owner : person).accessToken;
}

const forOwners = matrix.filter(({ endpoint }) => endpoint.onlyFor === 'owners');

describe.each(forOwners.map(({ endpoint }) => [endpoint.name, endpoint] as const))(
	'%s',
	(_, endpoint) => {
		test.each([{}, { probe: 'x' }])(
			'is closed to who does not own the stage: %o',
			async (request) => {
				const authorization = `Bearer ${person.accessToken}`;

				const answer = await probe(stack.apiUrl, endpoint, { authorization, request });

				expect(answer).toMatchObject({ status: 403, body: { code: 'owners_only' } });
				expect(answer.headers.get('content-type')).toContain('application/problem+json');
			},
		);

		test('opens to who owns it', async () => {
			const authorization = `Bearer ${owner.accessToken}`;

			const request = endpoint.name === 'sendInvitation' ? { email: 'guest@example.org' } : {};
			const answer = await probe(stack.apiUrl, endpoint, { authorization, request });

			expect(answer.status).toBe(200);
		});
	},
);

describe.each(matrix.map(({ endpoint }) => [endpoint.name, endpoint] as const))(
	'%s',
	(_, endpoint) => {
		test('opens with an access token of this pool and client', async () => {
			const answer = await probe(stack.apiUrl, endpoint, {
				authorization: `Bearer ${tokenFor(endpoint)}`,
				// No route takes this field, so nothing happens but the parsing of the request.
				request: { probe: 'x' },
			});

			expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
		});

		test.each(titles)('refuses %s', async (title) => {
			const authorization = forged.get(title);

			const answer = await probe(stack.apiUrl, endpoint, { authorization });

			expect([401, 403, 431]).toContain(answer.status);
			expect(Object.keys(answer.body)).toEqual(['message']);
		});

		test.each(misuses)(
			'refuses a token %s, though the pool signed it',
			async (title, refusedBy) => {
				const authorization = `Bearer ${misused.get(title) ?? ''}`;

				const answer = await probe(stack.apiUrl, endpoint, { authorization });

				expect([401, 403]).toContain(answer.status);
				if (refusedBy === 'function')
					expect(answer.body).toMatchObject({ code: 'unauthenticated' });
				else expect(Object.keys(answer.body)).toEqual(['message']);
			},
		);
	},
);
