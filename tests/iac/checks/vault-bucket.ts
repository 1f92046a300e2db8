import { hasExactly, type Check } from '../check.ts';
import { statementsOf } from '../policies.ts';
import { at, list, property, text, type Template } from '../template.ts';

const lifecycle = 'VaultBucket.Properties.LifecycleConfiguration';
const EVENT_QUEUE = '{"Fn::GetAtt":["ObjectEventQueue","Arn"]}';

function rule(template: Template, id: string) {
	return list(property(template, 'VaultBucket.LifecycleConfiguration.Rules')).find(
		(candidate) => at(candidate, 'Id') === id,
	);
}

function denies(template: Template, condition: string): boolean {
	return statementsOf(
		'VaultBucketPolicy',
		property(template, 'VaultBucketPolicy.PolicyDocument'),
	).some(
		({ effect, actions, raw }) =>
			effect === 'Deny' &&
			actions.includes('s3:*') &&
			text(at(raw, 'Principal')) === '*' &&
			text(at(raw, 'Condition')) === condition,
	);
}

/** The one statement of the bucket's policy that allows something. */
const SHOWS_DERIVATIVES = {
	Sid: 'OurDistributionShowsDerivatives',
	Effect: 'Allow',
	Principal: { Service: 'cloudfront.amazonaws.com' },
	Action: 's3:GetObject',
	Resource: { 'Fn::Sub': '${VaultBucket.Arn}/d/*' },
	Condition: {
		StringEquals: {
			'AWS:SourceArn': {
				'Fn::Sub':
					'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${SiteDistribution}',
			},
		},
	},
};

export const vaultBucketChecks: readonly Check[] = [
	hasExactly('closes the vault bucket to the public in all four ways', {
		'VaultBucket.PublicAccessBlockConfiguration.BlockPublicAcls': true,
		'VaultBucket.PublicAccessBlockConfiguration.BlockPublicPolicy': true,
		'VaultBucket.PublicAccessBlockConfiguration.IgnorePublicAcls': true,
		'VaultBucket.PublicAccessBlockConfiguration.RestrictPublicBuckets': true,
	}),
	hasExactly('owns, encrypts and versions whatever is stored', {
		'VaultBucket.OwnershipControls.Rules.0.ObjectOwnership': 'BucketOwnerEnforced',
		'VaultBucket.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm':
			'AES256',
		'VaultBucket.VersioningConfiguration.Status': 'Enabled',
	}),
	{
		promise: 'refuses requests without TLS or with a signature older than 15 minutes',
		find: (template) =>
			[
				'{"Bool":{"aws:SecureTransport":"false"}}',
				'{"NumericGreaterThan":{"s3:signatureAge":"900000"}}',
			].filter((condition) => !denies(template, condition)),
		mutants: [
			{ path: 'VaultBucketPolicy.Properties.PolicyDocument.Statement.1' },
			{ path: 'VaultBucketPolicy.Properties.PolicyDocument.Statement.2' },
			{ path: 'VaultBucketPolicy.Properties.PolicyDocument.Statement.1.Effect', to: 'Allow' },
		],
	},
	{
		promise: 'lets in by its policy our own distribution alone, which may read derivatives',
		find: (template) =>
			statementsOf('VaultBucketPolicy', property(template, 'VaultBucketPolicy.PolicyDocument'))
				.filter(({ effect }) => effect !== 'Deny')
				.filter(({ raw }) => text(raw) !== text(SHOWS_DERIVATIVES))
				.map(({ sid }) => sid),
		mutants: [
			{ path: 'VaultBucketPolicy.Properties.PolicyDocument.Statement.1.Effect', to: 'Allow' },
			{ path: 'VaultBucketPolicy.Properties.PolicyDocument.Statement.0.Condition' },
			{ path: 'VaultBucketPolicy.Properties.PolicyDocument.Statement.0.Action', to: 's3:*' },
			{
				path: 'VaultBucketPolicy.Properties.PolicyDocument.Statement.0.Resource',
				to: { 'Fn::Sub': '${VaultBucket.Arn}/*' },
			},
			{ path: 'VaultBucketPolicy.Properties.PolicyDocument.Statement.0.Principal', to: '*' },
		],
	},
	hasExactly('lets the site, and no other origin, read and write from a browser', {
		'VaultBucket.CorsConfiguration.CorsRules.0.AllowedOrigins': [{ Ref: 'SiteOrigin' }],
		'VaultBucket.CorsConfiguration.CorsRules.0.AllowedMethods': ['GET', 'HEAD', 'PUT', 'POST'],
		'VaultBucket.CorsConfiguration.CorsRules.0.AllowedHeaders': [
			'content-type',
			'content-md5',
			'if-none-match',
			'range',
			'x-amz-*',
		],
	}),
	{
		promise: 'has one CORS rule, which exposes what the client compares',
		find: (template) => {
			const rules = list(property(template, 'VaultBucket.CorsConfiguration.CorsRules'));
			const exposed = list(at(rules[0], 'ExposedHeaders')).map(text);
			return [
				...(rules.length === 1 ? [] : [`${String(rules.length)} rules`]),
				...['ETag', 'x-amz-version-id', 'x-amz-checksum-sha256', 'Content-Range']
					.filter((header) => !exposed.includes(header))
					.map((header) => `${header} is not exposed`),
			];
		},
		mutants: [
			{ path: 'VaultBucket.Properties.CorsConfiguration.CorsRules.1', to: {} },
			{ path: 'VaultBucket.Properties.CorsConfiguration.CorsRules.0.ExposedHeaders.0' },
		],
	},
	{
		promise:
			'moves originals to Standard-IA at 30 days, those that may be archived to Glacier at 60, and nothing else',
		find: (template) => {
			const moves = list(property(template, 'VaultBucket.LifecycleConfiguration.Rules'))
				.flatMap((candidate) =>
					list(at(candidate, 'Transitions')).map((transition) =>
						[
							text(at(candidate, 'Status')),
							text(at(candidate, 'Prefix')),
							...list(at(candidate, 'TagFilters')).map(
								(tag) => `${text(at(tag, 'Key'))}=${text(at(tag, 'Value'))}`,
							),
							text(at(transition, 'StorageClass')),
							text(at(transition, 'TransitionInDays')),
						].join(' '),
					),
				)
				.sort()
				.join(', ');
			return moves === 'Enabled u/ STANDARD_IA 30, Enabled u/ archive=auto GLACIER 60'
				? []
				: [moves];
		},
		mutants: [
			{ path: `${lifecycle}.Rules.0.Prefix`, to: '' },
			{ path: `${lifecycle}.Rules.0.Status`, to: 'Disabled' },
			{ path: `${lifecycle}.Rules.0.Transitions` },
			{ path: `${lifecycle}.Rules.4.TagFilters` },
			{ path: `${lifecycle}.Rules.4.TagFilters.0.Value`, to: 'never' },
			{
				path: `${lifecycle}.Rules.1.Transitions`,
				to: [{ StorageClass: 'DEEP_ARCHIVE', TransitionInDays: 90 }],
			},
		],
	},
	{
		promise: 'never expires the current version of anything',
		find: (template) =>
			list(property(template, 'VaultBucket.LifecycleConfiguration.Rules'))
				.filter((candidate) => /"Expiration(InDays|Date)"/.test(text(candidate)))
				.map((candidate) => text(at(candidate, 'Id'))),
		mutants: [{ path: `${lifecycle}.Rules.1.ExpirationInDays`, to: 365 }],
	},
	{
		promise: 'never expires a noncurrent version either, but of a manifest: a row may name it',
		find: (template) =>
			list(property(template, 'VaultBucket.LifecycleConfiguration.Rules'))
				.filter(
					(candidate) =>
						text(candidate).includes('NoncurrentVersionExpiration') &&
						at(candidate, 'Prefix') !== 'm/',
				)
				.map((candidate) => `${text(at(candidate, 'Id'))} expires noncurrent versions`),
		mutants: [
			{ path: `${lifecycle}.Rules.0.NoncurrentVersionExpiration`, to: { NoncurrentDays: 30 } },
			{ path: `${lifecycle}.Rules.1.NoncurrentVersionExpiration`, to: { NoncurrentDays: 365 } },
			{
				path: `${lifecycle}.Rules.1.NoncurrentVersionExpiration`,
				to: { NoncurrentDays: 1, NewerNoncurrentVersions: 5 },
			},
			{ path: `${lifecycle}.Rules.3.NoncurrentVersionExpirationInDays`, to: 30 },
			{ path: `${lifecycle}.Rules.2.Prefix`, to: '' },
			{ path: `${lifecycle}.Rules.2.Prefix`, to: 'u/' },
			{
				path: `${lifecycle}.Rules.5`,
				to: {
					Id: 'derivatives-go',
					Status: 'Disabled',
					Prefix: 'd/',
					NoncurrentVersionExpiration: { NoncurrentDays: 30 },
				},
			},
		],
	},
	{
		promise: 'clears away empty delete markers and unfinished uploads',
		find: (template) => [
			// Ours go after six days, in step with the database; S3 must not come first.
			...(at(
				rule(template, 'unfinished-uploads-go'),
				'AbortIncompleteMultipartUpload.DaysAfterInitiation',
			) === 7
				? []
				: ['unfinished uploads']),
			...(at(rule(template, 'empty-delete-markers-go'), 'ExpiredObjectDeleteMarker') === true
				? []
				: ['delete markers']),
			...['unfinished-uploads-go', 'empty-delete-markers-go']
				.filter((id) => at(rule(template, id), 'Status') !== 'Enabled')
				.map((id) => `${id} is off`),
		],
		mutants: [
			{ path: `${lifecycle}.Rules.1.AbortIncompleteMultipartUpload.DaysAfterInitiation`, to: 5 },
			{ path: `${lifecycle}.Rules.3` },
			{ path: `${lifecycle}.Rules.3.Status`, to: 'Disabled' },
		],
	},
	{
		promise: 'tells the queue of events what is created, restored and moved, by prefix',
		find: (template) => {
			const told = list(
				property(template, 'VaultBucket.NotificationConfiguration.QueueConfigurations'),
			).map((entry) =>
				[
					text(at(entry, 'Event')),
					text(at(entry, 'Filter.S3Key.Rules.0.Name')),
					text(at(entry, 'Filter.S3Key.Rules.0.Value')),
					text(at(entry, 'Queue')) === EVENT_QUEUE ? '' : 'elsewhere',
				].join(' '),
			);
			const wanted = [
				's3:LifecycleTransition prefix u/ ',
				's3:ObjectCreated:* prefix d/ ',
				's3:ObjectCreated:* prefix u/ ',
				's3:ObjectRestore:* prefix u/ ',
			];
			return told.sort().join(', ') === wanted.join(', ') ? [] : told;
		},
		mutants: [0, 1, 2, 3].map((index) => ({
			path: `VaultBucket.Properties.NotificationConfiguration.QueueConfigurations.${String(index)}`,
		})),
	},
	hasExactly('has S3 write down who asked for which object, where only S3 writes', {
		'VaultBucket.LoggingConfiguration': {
			DestinationBucketName: { Ref: 'AccessLogBucket' },
			LogFilePrefix: 'vault/',
		},
		'AccessLogBucketPolicy.PolicyDocument.Statement.0': {
			Sid: 'S3WritesTheVaultsLog',
			Effect: 'Allow',
			Principal: { Service: 'logging.s3.amazonaws.com' },
			Action: 's3:PutObject',
			Resource: { 'Fn::Sub': '${AccessLogBucket.Arn}/vault/*' },
			Condition: {
				StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
				ArnEquals: {
					'aws:SourceArn': {
						'Fn::Sub':
							'arn:${AWS::Partition}:s3:::cloudvault-dev-vault-${AWS::AccountId}-${AWS::Region}',
					},
				},
			},
		},
		'AccessLogBucket.LifecycleConfiguration.Rules': [
			{ Id: 'old-logs-go', Status: 'Enabled', Prefix: '', ExpirationInDays: 90 },
		],
	}),
	{
		promise: 'keeps the bucket when the stack is removed or the bucket replaced',
		find: ({ Resources: { VaultBucket } }) => [
			...(VaultBucket?.DeletionPolicy === 'RetainExceptOnCreate' ? [] : ['DeletionPolicy']),
			...(VaultBucket?.UpdateReplacePolicy === 'Retain' ? [] : ['UpdateReplacePolicy']),
		],
		mutants: [
			{ path: 'VaultBucket.DeletionPolicy' },
			{ path: 'VaultBucket.UpdateReplacePolicy', to: 'Delete' },
		],
	},
];
