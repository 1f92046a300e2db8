import { describe, expect, test } from 'vitest';
import { fromSeed } from '../../../../local/data-directory/deterministic-ids.ts';
import { Template } from '../../../../local/template/template.ts';

const account = { region: 'us-east-1', accountId: '000000000000', stackName: 'vault' };

/** Resolves one value as a property of a queue, in a template with a few things to refer to. */
function resolved(value: unknown, parameters: Readonly<Record<string, string>> = {}): unknown {
	const template = new Template(
		{
			Parameters: {
				SiteOrigin: { Type: 'String', Default: 'https://nowhere.invalid' },
				Zones: { Type: 'Number', Default: 1 },
				Names: { Type: 'CommaDelimitedList', Default: 'a,b' },
				Needed: { Type: 'String' },
			},
			Conditions: {
				Large: { 'Fn::Equals': [{ Ref: 'Zones' }, '2'] },
				Small: { 'Fn::Not': [{ Condition: 'Large' }] },
				Never: { 'Fn::And': [{ Condition: 'Large' }, { Condition: 'Small' }] },
				Always: { 'Fn::Or': [{ Condition: 'Large' }, { Condition: 'Small' }] },
			},
			Mappings: { Sizes: { small: { cpu: 1 } } },
			Resources: {
				Bucket: {
					Type: 'AWS::S3::Bucket',
					Properties: { BucketName: { 'Fn::Sub': 'vault-${AWS::AccountId}' } },
				},
				Function: {
					Type: 'AWS::Lambda::Function',
					Properties: { FunctionName: 'vault-dev-list' },
				},
				Role: { Type: 'AWS::IAM::Role' },
				Topic: { Type: 'AWS::SNS::Topic' },
				DeadLetters: { Type: 'AWS::SQS::Queue' },
				Pool: { Type: 'AWS::Cognito::UserPool' },
				Proxy: { Type: 'AWS::RDS::DBProxy' },
				Asked: { Type: 'AWS::Test::Asked', Properties: { value } },
			},
		},
		{ account, parameters, makeId: fromSeed('seed'), queueOrigin: 'http://127.0.0.1:1' },
	);
	return template.resource('AWS::Test::Asked').properties.value;
}

describe('an intrinsic function', () => {
	test.each<[string, unknown, unknown]>([
		['Ref of a parameter', { Ref: 'SiteOrigin' }, 'https://nowhere.invalid'],
		['Ref of a list', { Ref: 'Names' }, ['a', 'b']],
		['Ref of a bucket', { Ref: 'Bucket' }, 'vault-000000000000'],
		['Ref of a function', { Ref: 'Function' }, 'vault-dev-list'],
		['Ref of a topic', { Ref: 'Topic' }, 'arn:aws:sns:us-east-1:000000000000:vault-Topic'],
		['Ref of a queue', { Ref: 'DeadLetters' }, 'http://127.0.0.1:1/000000000000/vault-DeadLetters'],
		['Ref of a type without a counterpart', { Ref: 'Proxy' }, 'vault-Proxy'],
		['Ref of the region', { Ref: 'AWS::Region' }, 'us-east-1'],
		[
			'GetAtt of a function, as a list',
			{ 'Fn::GetAtt': ['Function', 'Arn'] },
			'arn:aws:lambda:us-east-1:000000000000:function:vault-dev-list',
		],
		[
			'GetAtt of a bucket, as text',
			{ 'Fn::GetAtt': 'Bucket.Arn' },
			'arn:aws:s3:::vault-000000000000',
		],
		[
			'GetAtt of a role',
			{ 'Fn::GetAtt': ['Role', 'Arn'] },
			'arn:aws:iam::000000000000:role/vault-Role',
		],
		[
			'GetAtt of an ARN by another name',
			{ 'Fn::GetAtt': ['Proxy', 'DBProxyArn'] },
			'arn:aws:rds:us-east-1:000000000000:dbproxy:vault-Proxy',
		],
		[
			'Sub of everything',
			{ 'Fn::Sub': '${SiteOrigin}/${Bucket.Arn}/${!Kept}' },
			'https://nowhere.invalid/arn:aws:s3:::vault-000000000000/${Kept}',
		],
		[
			'Sub with variables of its own',
			{ 'Fn::Sub': ['${a}-${AWS::Region}', { a: { Ref: 'Zones' } }] },
			'1-us-east-1',
		],
		['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Zones' }]] }, 'a-1'],
		['Split and Select', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
		['FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'cpu'] }, 1],
		['If, when false', { 'Fn::If': ['Large', 'two', 'one'] }, 'one'],
		['If of And', { 'Fn::If': ['Never', 1, 2] }, 2],
		['If of Or', { 'Fn::If': ['Always', 1, 2] }, 1],
		['NoValue of a property', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
		['NoValue in a list', [1, { Ref: 'AWS::NoValue' }], [1]],
		[
			'a condition of a policy',
			{ Condition: { Bool: { x: 'y' } } },
			{ Condition: { Bool: { x: 'y' } } },
		],
	])('%s', (_name, value, expected) => {
		expect(resolved(value)).toEqual(expected);
	});

	test('sees the parameters it was given', () => {
		expect(resolved({ 'Fn::If': ['Large', 'two', 'one'] }, { Zones: '2' })).toBe('two');
	});

	test.each<[string, unknown, RegExp]>([
		['an unknown function', { 'Fn::ImportValue': 'x' }, /Fn::ImportValue/],
		['a resource that is not declared', { Ref: 'Missing' }, /Missing/],
		['a parameter without a value', { Ref: 'Needed' }, /Needed has no default/],
		['a condition that is not declared', { 'Fn::If': ['Missing', 1, 2] }, /no condition Missing/],
		['an index past the end', { 'Fn::Select': [5, ['a']] }, /misses/],
		['an unknown pseudo parameter', { Ref: 'AWS::Moon' }, /AWS::Moon/],
	])('refuses %s by name', (_name, value, message) => {
		expect(() => resolved(value)).toThrow(message);
	});
});

describe('a resource', () => {
	const options = { account, parameters: {}, makeId: fromSeed('seed'), queueOrigin: '' };

	test('is left out when its condition does not hold', () => {
		const template = new Template(
			{
				Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
				Resources: {
					There: { Type: 'AWS::SNS::Topic' },
					NotThere: { Type: 'AWS::SNS::Topic', Condition: 'No' },
				},
			},
			options,
		);

		const ids = template.resources('AWS::SNS::Topic').map((each) => each.logicalId);

		expect(ids).toEqual(['There']);
	});

	test('of a type without a counterpart may use what is not known here', () => {
		const template = new Template(
			{
				Resources: {
					Strange: { Type: 'AWS::Strange::Thing', Properties: { a: { 'Fn::Transform': {} } } },
					Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'Strange' } } },
				},
			},
			options,
		);

		expect(template.resource('AWS::SNS::Topic').properties).toEqual({
			DisplayName: 'vault-Strange',
		});
	});

	test('keeps the ids AWS would make up for as long as the seed is the same', () => {
		const idOf = (seed: string) =>
			new Template(
				{ Resources: { Pool: { Type: 'AWS::Cognito::UserPool' } } },
				{ ...options, makeId: fromSeed(seed) },
			).resource('AWS::Cognito::UserPool').ref;

		expect(idOf('one')).toMatch(/^us-east-1_[a-z0-9]{9}$/);
		expect(idOf('one')).toBe(idOf('one'));
		expect(idOf('one')).not.toBe(idOf('two'));
	});
});
