/** Where the stack pretends to be: the parts of every ARN. */
export interface Account {
	readonly region: string;
	readonly accountId: string;
	readonly stackName: string;
}

/** What one resource answers to `Ref` and `Fn::GetAtt`. */
export interface PhysicalId {
	readonly ref: string;
	readonly attributes: Readonly<Record<string, string>>;
}

export interface IdRequest {
	readonly logicalId: string;
	readonly type: string;
	/** The name the template asks for, if it asks for one. */
	readonly name: string | undefined;
	readonly account: Account;
	/** An id that AWS would make up: the same for the same logical id for as long as the data lives. */
	readonly makeId: (logicalId: string, length: number) => string;
	/** Where our SQS answers, e.g. `http://127.0.0.1:1234`. */
	readonly queueOrigin: string;
}

/** The property that names a resource of a type, where the template may choose the name. */
export const NAME_PROPERTY: Readonly<Record<string, string>> = {
	'AWS::S3::Bucket': 'BucketName',
	'AWS::Lambda::Function': 'FunctionName',
	'AWS::IAM::Role': 'RoleName',
	'AWS::SNS::Topic': 'TopicName',
	'AWS::SQS::Queue': 'QueueName',
	'AWS::Logs::LogGroup': 'LogGroupName',
	'AWS::Events::Rule': 'Name',
	'AWS::CloudWatch::Alarm': 'AlarmName',
	'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
};

/** The ids of a resource, in the shape AWS gives them for its type. */
export function physicalId(request: IdRequest): PhysicalId {
	const { account, logicalId } = request;
	const name = request.name ?? `${account.stackName}-${logicalId}`;
	const arn = (service: string, resource: string): string =>
		`arn:aws:${service}:${account.region}:${account.accountId}:${resource}`;

	switch (request.type) {
		case 'AWS::S3::Bucket':
			return bucketId(request.name ?? name.toLowerCase(), account.region);
		case 'AWS::Lambda::Function':
			return { ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } };
		case 'AWS::IAM::Role':
			return {
				ref: name,
				attributes: {
					Arn: `arn:aws:iam::${account.accountId}:role/${name}`,
					RoleId: request.makeId(logicalId, 16).toUpperCase(),
				},
			};
		case 'AWS::IAM::ManagedPolicy': {
			const policyArn = `arn:aws:iam::${account.accountId}:policy/${name}`;
			return { ref: policyArn, attributes: { PolicyArn: policyArn } };
		}
		case 'AWS::SNS::Topic':
			return {
				ref: arn('sns', name),
				attributes: { TopicArn: arn('sns', name), TopicName: name },
			};
		case 'AWS::SQS::Queue': {
			const url = `${request.queueOrigin}/${account.accountId}/${name}`;
			return {
				ref: url,
				attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url },
			};
		}
		case 'AWS::Cognito::UserPool':
			return userPoolId(`${account.region}_${request.makeId(logicalId, 9)}`, account, arn);
		case 'AWS::Cognito::UserPoolClient': {
			const id = request.makeId(logicalId, 26);
			return { ref: id, attributes: { ClientId: id } };
		}
		case 'AWS::ApiGatewayV2::Api': {
			const id = request.makeId(logicalId, 10);
			return {
				ref: id,
				attributes: {
					ApiId: id,
					ApiEndpoint: `https://${id}.execute-api.${account.region}.amazonaws.com`,
				},
			};
		}
		case 'AWS::KMS::Key': {
			const id = request.makeId(logicalId, 32);
			return { ref: id, attributes: { Arn: arn('kms', `key/${id}`), KeyId: id } };
		}
		case 'AWS::CloudFront::PublicKey':
		case 'AWS::CloudFront::Distribution': {
			const id = request.makeId(logicalId, 14).toUpperCase();
			return { ref: id, attributes: { Id: id, DomainName: `${id.toLowerCase()}.cloudfront.net` } };
		}
		case 'AWS::Events::Rule':
			return { ref: name, attributes: { Arn: arn('events', `rule/${name}`) } };
		case 'AWS::Logs::LogGroup':
			return { ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } };
		default:
			return { ref: name, attributes: { Arn: arn(...serviceAndResource(request.type, name)) } };
	}
}

function bucketId(name: string, region: string): PhysicalId {
	return {
		ref: name,
		attributes: {
			Arn: `arn:aws:s3:::${name}`,
			DomainName: `${name}.s3.amazonaws.com`,
			RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
		},
	};
}

function userPoolId(
	id: string,
	account: Account,
	arn: (service: string, resource: string) => string,
): PhysicalId {
	const provider = `cognito-idp.${account.region}.amazonaws.com/${id}`;
	return {
		ref: id,
		attributes: {
			Arn: arn('cognito-idp', `userpool/${id}`),
			UserPoolId: id,
			ProviderName: provider,
			ProviderURL: `https://${provider}`,
		},
	};
}

/** `AWS::RDS::DBProxy` and `x` are `rds` and `dbproxy:x`: the parts that most ARNs have. */
function serviceAndResource(type: string, name: string): [service: string, resource: string] {
	const [, service = '', kind = ''] = type.toLowerCase().split('::');
	return [service, `${kind}:${name}`];
}
