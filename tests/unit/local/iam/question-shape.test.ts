import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAuthorizer } from '../../../../local/iam/authorizer.ts';
import { QuestionShapes } from '../../../../local/iam/question-shape.ts';
import type { Question } from '../../../../local/iam/question.ts';

const PRINCIPAL = 'arn:aws:iam::000000000000:role/test';
const allow = (Action: string, Resource: string | string[], Condition?: object) => ({
	Effect: 'Allow',
	Action,
	Resource,
	...(Condition !== undefined && { Condition }),
});

const own = {
	Version: '2012-10-17',
	Statement: [
		allow('s3:PutObject', ['arn:aws:s3:::vault/u/*', 'arn:aws:s3:::vault/d/?/thumb']),
		allow('s3:ListBucketVersions', 'arn:aws:s3:::vault', {
			StringLike: { 's3:prefix': ['u/*', 'd/*'] },
		}),
	],
};
const bucket = {
	Version: '2012-10-17',
	Statement: {
		Effect: 'Deny',
		Principal: '*',
		Action: 's3:*',
		Resource: 'arn:aws:s3:::vault/*',
		Condition: { NumericGreaterThan: { 's3:signatureAge': '900000' } },
	},
};
const shapes = new QuestionShapes([own, bucket]);

const put = (key: string, context: Question['context'] = {}): Question => ({
	principal: PRINCIPAL,
	action: 's3:PutObject',
	resource: `arn:aws:s3:::vault/${key}`,
	context,
});
const list = (prefix: string): Question => ({
	principal: PRINCIPAL,
	action: 's3:ListBucketVersions',
	resource: 'arn:aws:s3:::vault',
	context: { 's3:prefix': prefix },
});

test.each<[string, Question, Question]>([
	['two objects of a folder', put('u/anna/1'), put('u/bob/2')],
	[
		'two ages on one side of a limit',
		put('u/1', { 's3:signatureAge': '5' }),
		put('u/1', { 's3:signatureAge': '7' }),
	],
	['what no condition asks about', put('u/1', { 's3:x-amz-content-sha256': 'a' }), put('u/1')],
	['two prefixes that match alike', list('u/anna/1'), list('u/bob/2')],
])('%s have one shape', (_, one, other) => {
	expect(shapes.of(one)).toBe(shapes.of(other));
});

test.each<[string, Question, Question]>([
	['objects of two folders', put('u/1'), put('m/1')],
	['an object that matches one character more', put('d/1/thumb'), put('d/12/thumb')],
	[
		'ages on two sides of a limit',
		put('u/1', { 's3:signatureAge': '900000' }),
		put('u/1', { 's3:signatureAge': '900001' }),
	],
	['an age and none', put('u/1', { 's3:signatureAge': '1' }), put('u/1')],
	['a prefix that matches and one that does not', list('u/1'), list('m/1')],
	['two actions', put('u/1'), { ...put('u/1'), action: 's3:GetObject' }],
	['two principals', put('u/1'), { ...put('u/1'), principal: 'other' }],
	['a bucket and an object', { ...put('u/1'), resource: 'arn:aws:s3:::vault' }, put('m/1')],
	['a key without a name and one with it', put(''), put('m/1')],
	['keys that a simulator may read as patterns', put('u/*'), put('u/?')],
])('%s have two shapes', (_, one, other) => {
	expect(shapes.of(one)).not.toBe(shapes.of(other));
});

test('where a policy has a variable each question is decided for itself', () => {
	const withVariable = new QuestionShapes([
		{ Statement: allow('s3:PutObject', 'arn:aws:s3:::vault/${aws:userid}/*') },
	]);

	expect(withVariable.of(put('u/1'))).not.toBe(withVariable.of(put('u/2')));
});

test('whatever was asked before, the answer is that of a question asked alone', async () => {
	const options = {
		accountId: '000000000000',
		roles: new Map([[PRINCIPAL, [{ name: 'own', policy: own }]]]),
		bucketPolicies: new Map([['vault', bucket]]),
		onDecision: () => undefined,
	};
	const remembering = createAuthorizer(options);
	const part = fc.constantFrom('u', 'd', 'm', '1', '12', 'thumb', 'Ä', '');
	const key = fc.array(part, { maxLength: 3 }).map((parts) => parts.join('/'));
	const age = fc.constantFrom('0', '899999', '900000', '900001', 'old', '-1');
	const questions = fc.oneof(
		key.map(list),
		fc.tuple(key, age).map(([name, ms]) => put(name, { 's3:signatureAge': ms })),
		key.map((name) => put(name)),
	);

	await fc.assert(
		fc.asyncProperty(questions, async (question) => {
			const answerOf = (authorize: typeof remembering) =>
				authorize(question).catch((error: unknown) => String(error));

			expect(await answerOf(remembering)).toBe(await answerOf(createAuthorizer(options)));
		}),
		{ numRuns: 300, seed: 1 },
	);
});
