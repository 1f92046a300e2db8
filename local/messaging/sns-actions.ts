import type { MessageAttributes } from './filter-policy.ts';
import { SnsRefusal, type Subscription, type Subscriptions } from './subscriptions.ts';

/** The parameters of one query-protocol request, flattened as they travel. */
export type Parameters = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
const PAGE = 100;

/**
 * What fauxqs does not do: e-mail subscriptions. Answers the inner XML of the action's result, or
 * undefined if the request concerns something else. Throws `SnsRefusal`.
 */
export function emailAction(
	parameters: Parameters,
	subscriptions: Subscriptions,
): string | undefined {
	const subscription = subscriptions.find(parameters.SubscriptionArn ?? '');
	switch (parameters.Action) {
		case 'Subscribe':
			return parameters.Protocol === 'email' ? subscribe(parameters, subscriptions) : undefined;
		case 'ConfirmSubscription':
			return confirm(parameters, subscriptions);
		case 'Unsubscribe':
			if (!subscription) return undefined;
			subscriptions.unsubscribe(subscription.arn);
			return '';
		case 'SetSubscriptionAttributes':
			if (!subscription) return undefined;
			subscriptions.setAttribute(
				subscription.arn,
				parameters.AttributeName ?? '',
				parameters.AttributeValue ?? '',
			);
			return '';
		case 'GetSubscriptionAttributes':
			return subscription && element('Attributes', attributeEntries(subscription));
		case 'ListSubscriptionsByTopic':
			return pageOf(subscriptions.ofTopic(parameters.TopicArn ?? ''), parameters.NextToken);
		default:
			return undefined;
	}
}

/** Hands a published message to those who get it by mail. fauxqs serves the queues. */
export function publishByMail(parameters: Parameters, subscriptions: Subscriptions): void {
	subscriptions.publish({
		topicArn: parameters.TopicArn ?? '',
		subject: parameters.Subject,
		message: parameters.Message ?? '',
		attributes: messageAttributes(parameters),
	});
}

export function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function subscribe(parameters: Parameters, subscriptions: Subscriptions): string {
	const subscription = subscriptions.subscribe(
		parameters.TopicArn ?? '',
		parameters.Endpoint ?? '',
		keyedEntries(parameters, 'Attributes'),
	);
	// Until it is confirmed, the ARN is in the answer only where the caller asks for it.
	const isShown = subscription.isConfirmed || parameters.ReturnSubscriptionArn === 'true';
	return element('SubscriptionArn', isShown ? subscription.arn : 'pending confirmation');
}

function confirm(parameters: Parameters, subscriptions: Subscriptions): string {
	const confirmed = subscriptions.confirm(parameters.Token ?? '');
	if (confirmed?.topicArn !== parameters.TopicArn) {
		throw new SnsRefusal('InvalidParameter', 'Invalid parameter: Token');
	}
	return element('SubscriptionArn', confirmed?.arn ?? '');
}

function attributeEntries(subscription: Subscription): string {
	const attributes = {
		SubscriptionArn: subscription.arn,
		TopicArn: subscription.topicArn,
		Protocol: 'email',
		Endpoint: subscription.email,
		PendingConfirmation: String(!subscription.isConfirmed),
		...subscription.attributes,
	};
	return Object.entries(attributes)
		.map(
			([key, value]) => `<entry>${element('key', key)}<value>${escapeXml(value)}</value></entry>`,
		)
		.join('');
}

/** "Each call returns a limited list of subscriptions, up to 100." A token is the place of the next page. */
function pageOf(all: readonly Subscription[], token = '0'): string {
	const from = Number(token);
	const next = from + PAGE;
	const page = element('Subscriptions', members(all.slice(from, next)));
	return next < all.length ? page + element('NextToken', String(next)) : page;
}

/** Those by e-mail; the ones of queues are fauxqs's, and the functions do not list them. */
function members(all: readonly Subscription[]): string {
	return all
		.map(({ arn, topicArn, email, isConfirmed, isDeleted }) => {
			// As SNS: only a confirmed one is listed by its ARN.
			const unconfirmed = isDeleted ? 'Deleted' : 'PendingConfirmation';
			const facts = {
				SubscriptionArn: isConfirmed ? arn : unconfirmed,
				Owner: topicArn.split(':')[4] ?? '',
				Protocol: 'email',
				Endpoint: email,
				TopicArn: topicArn,
			};
			const inner = Object.entries(facts).map(([name, value]) => element(name, value));
			return `<member>${inner.join('')}</member>`;
		})
		.join('');
}

/** `Attributes.entry.1.key`, `Attributes.entry.1.value`, … as a record. */
function keyedEntries(parameters: Parameters, name: string): Record<string, string> {
	const keys = Object.entries(parameters).filter(
		([parameter]) => parameter.startsWith(`${name}.entry.`) && parameter.endsWith('.key'),
	);
	return Object.fromEntries(
		keys.map(([parameter, key]) => [key, parameters[parameter.replace(/key$/, 'value')] ?? '']),
	);
}

function messageAttributes(parameters: Parameters): MessageAttributes {
	const names = Object.entries(parameters).filter(([parameter]) =>
		/^MessageAttributes\.entry\.\d+\.Name$/.test(parameter),
	);
	return Object.fromEntries(
		names.map(([parameter, name]) => {
			const value = parameter.replace(/Name$/, 'Value');
			return [
				name,
				{
					type: parameters[`${value}.DataType`] ?? '',
					value: parameters[`${value}.StringValue`] ?? '',
				},
			];
		}),
	);
}

function element(name: string, content: string): string {
	const isXml = name === 'Attributes' || name === 'Subscriptions';
	return `<${name}>${isXml ? content : escapeXml(content)}</${name}>`;
}
