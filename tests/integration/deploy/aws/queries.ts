import type { Buckets } from './buckets.ts';
import { STACK_ID, type CloudFormation, type Template, type Values } from './cloud-formation.ts';
import { AwsError, type Reply } from './reply.ts';

export interface Account {
	readonly buckets: Buckets;
	readonly cloudFormation: CloudFormation;
	/** What an account may lack before its first deployment. */
	readonly lacks: Set<'a verification' | 'a paid plan' | 'the role of RDS'>;
}

type Query = (form: URLSearchParams, account: Account) => Readonly<Record<string, unknown>>;

/** CloudFormation and STS: a form comes, XML goes back. */
export function answerQuery(account: Account, form: URLSearchParams): Reply {
	const action = form.get('Action') ?? '';
	const query = QUERIES[action];
	if (query === undefined) throw new AwsError(400, 'InvalidAction', action);
	const result = query(form, account);
	// EC2 alone has its result at the top.
	const isEc2 = EC2.has(action);
	return { xml: { [`${action}Response`]: isEc2 ? result : { [`${action}Result`]: result } } };
}

const EC2 = new Set(['DescribeManagedPrefixLists', 'DescribeRegions', 'DescribeVpcs']);

const QUERIES: Readonly<Record<string, Query>> = {
	GetCallerIdentity: () => ({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:root' }),
	DescribeManagedPrefixLists: () => ({ prefixListSet: { item: { prefixListId: 'pl-1' } } }),
	DescribeRegions: () => ({
		regionInfo: { item: { regionName: 'eu-central-1', optInStatus: 'opt-in-not-required' } },
	}),
	DescribeVpcs: () => ({ vpcSet: { item: { vpcId: 'vpc-1' } } }),
	GetRole: (_form, { lacks }) => {
		if (lacks.has('the role of RDS')) throw new AwsError(404, 'NoSuchEntity', 'no such role');
		return { Role: { RoleName: 'AWSServiceRoleForRDS' } };
	},
	// No pipeline is set up in this account.
	GetPolicy: () => {
		throw new AwsError(404, 'NoSuchEntity', 'no such policy');
	},
	UpdateTerminationProtection: () => ({ StackId: STACK_ID }),
	ValidateTemplate: () => ({}),
	CreateStack(form, { buckets, cloudFormation }) {
		cloudFormation.create(templateIn(form, buckets), parametersIn(form));
		return { StackId: STACK_ID };
	},
	DescribeStacks(form, { cloudFormation }) {
		const name = form.get('StackName') ?? '';
		const { status, parameters, outputs } = cloudFormation.stackCalled(name);
		const stack = {
			StackName: name,
			StackStatus: status,
			Parameters: pairs('Parameter', parameters),
			Outputs: pairs('Output', outputs),
		};
		return { Stacks: { member: stack } };
	},
	DescribeStackEvents: (_form, { cloudFormation: { stack, events } }) => ({
		StackEvents: { member: events.map((event) => ({ ...event, StackStatus: stack.status })) },
	}),
	DescribeStackResource: (form, { cloudFormation }) => ({
		StackResourceDetail: {
			PhysicalResourceId: cloudFormation.nameOf(form.get('LogicalResourceId') ?? ''),
		},
	}),
	ListStackResources: (_form, { cloudFormation }) => ({
		StackResourceSummaries: {
			member: Object.entries(cloudFormation.stack.template.Resources).map(([id, { Type }]) => ({
				LogicalResourceId: id,
				ResourceType: Type,
				PhysicalResourceId: cloudFormation.nameOf(id),
			})),
		},
	}),
	CreateChangeSet(form, { buckets, cloudFormation }) {
		cloudFormation.createChangeSet(nameIn(form), templateIn(form, buckets), parametersIn(form));
		return { Id: nameIn(form), StackId: STACK_ID };
	},
	DescribeChangeSet: (form, { cloudFormation }) => ({
		ChangeSetName: nameIn(form),
		StackId: STACK_ID,
		Status: 'CREATE_COMPLETE',
		Changes: {
			member: cloudFormation.changesOf(nameIn(form)).map((id) => ({
				Type: 'Resource',
				ResourceChange: { Action: 'Add', LogicalResourceId: id, ResourceType: 'AWS::Some::Thing' },
			})),
		},
	}),
	DeleteChangeSet(form, { cloudFormation }) {
		cloudFormation.deleteChangeSet(nameIn(form));
		return {};
	},
	ExecuteChangeSet(form, { cloudFormation }) {
		cloudFormation.execute(nameIn(form));
		return {};
	},
	DeleteStack(_form, { cloudFormation }) {
		cloudFormation.delete();
		return {};
	},
};

function nameIn(form: URLSearchParams): string {
	return form.get('ChangeSetName') ?? '';
}

function templateIn(form: URLSearchParams, buckets: Buckets): Template {
	const given = form.get('TemplateBody');
	const text = given ?? buckets.read(new URL(form.get('TemplateURL') ?? '')).toString();
	return JSON.parse(text) as Template;
}

function parametersIn(form: URLSearchParams): Values {
	const found: Record<string, string> = {};
	for (let i = 1; form.has(`Parameters.member.${String(i)}.ParameterKey`); i++) {
		const at = `Parameters.member.${String(i)}`;
		found[form.get(`${at}.ParameterKey`) ?? ''] = form.get(`${at}.ParameterValue`) ?? '';
	}
	return found;
}

function pairs(what: string, values: Values) {
	const member = Object.entries(values).map(([key, value]) => ({
		[`${what}Key`]: key,
		[`${what}Value`]: value,
	}));
	return { member };
}
