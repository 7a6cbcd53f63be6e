/** The runbooks that every project has from the start. A project edits them as it edits its own: as a new version. */
export const BUILTIN_RUNBOOKS: readonly { name: string; markdown: string }[] = [
  {
    name: 'provider-outage',
    markdown: `# Provider outage

## Detection signal
Error rate above 1 %, or P99 above twice its baseline, of **one provider** while the others are well. On Monitor, group errors by
model: codes such as \`overloaded\`, \`timeout\` and \`http_5xx\` come from outside.

## First responder action
Acknowledge the alert. Find out whether it is the provider or us, then move the prompts that matter most to their fallback model.

## Steps
### check: Is it the provider or us?
Compare the error rate by model on **Monitor**. One provider alone: it is theirs. Every model at once: it is ours, so look at
deployments and prices of the last hour in "What changed". Look at the provider's status page too: it is often late.

### decide: Wait or move?
Wait where retries still succeed and the provider names a time below 15 minutes. Move where users see failures.

### tell: Say that it is known
Tell support which features fail, since when, and when you will report again.

### act: Tell the channel of the team
What fails, since when, and who leads. Where the channel takes pages it wakes who is on call.

~~~act notify
~~~

### act: Move the prompt to its fallback
Repeat it for each prompt that fails, the busiest first. In a protected environment it opens a promotion: its gate runs, and another
person approves it.

~~~act deploy_fallback
~~~

### act: Silence what only repeats it
Only while somebody works on it, for a few hours, and not the alerts of the fallback.

~~~act silence
~~~

### check: Does the fallback hold?
Error rate and P99 of the fallback for 10 minutes; its quality where outcomes are sent. Its price may differ: look at spend.

### tell: Say how it ended
Tell support what serves now and what is worse about it.

## Escalation path
After 15 minutes without a decision: the release manager on call. After 60 minutes of failures: the owner of the product, and the
provider's support with request ids.

## Rollback procedure
When the provider's errors are back at their baseline for 30 minutes, roll back the promotion of the fallback, or deploy the version on
its first model again, one prompt at a time.
`,
  },
  {
    name: 'silent-model-change',
    markdown: `# Silent model behaviour change

## Detection signal
Quality falls by 5 % or more, or drift of the answers is found, **without any deployment of ours** in the hour before. Length, refusals or
format of the answers change at one model for all of its prompts.

## First responder action
Rule out our own change and the judge first. Then replay the golden set on the model as it answers today.

## Steps
### check: Did we change anything?
"What changed" must hold no deployment, setting or price of this prompt and model. If it does, use the rollback of that change.

### check: Did the judge change?
Look at human-labelled items: where the judge moved on those too, the system may be well.

### check: Does the golden set see it?
Run the prompt's golden set on the same version and model, and compare the run with the one that its gate passed.

### decide: Pin, move or accept?
Pin a dated model where the provider has one. Move where a fallback passes the gate. Accept only with the owner of the product.

### act: Return to the last good version
For a prompt whose last version depends on the new behaviour.

~~~act roll_back_prompt
~~~

### act: Move the prompt to its fallback
For a prompt that fails with every version.

~~~act deploy_fallback
~~~

### act: Tell the owners of the prompts
Which prompts, since when, and what serves them now.

~~~act notify
~~~

### tell: Report it
To the provider with three inputs, the answers before and after, and times. To the team: which prompts, since when.

## Escalation path
After 30 minutes: the owner of the prompt. Before accepting a lower quality: the owner of the product.

## Rollback procedure
Roll the promotion back, or deploy the version on its first model again. Keep the failing inputs: add them to the golden set, so that
the gate sees them next time.
`,
  },
  {
    name: 'prompt-injection',
    markdown: `# Prompt injection attack

## Detection signal
Inputs that instruct the model ("ignore all instructions"), encoded text, invisible characters, answers that quote the system prompt, or
tool calls that no user asked for; often from one key, user or document source, with a jump in its requests.

## First responder action
Find out through which key and which text it comes, and stop that way in. Do not test the attack in production.

## Steps
### check: Where does it come from?
Filter **Requests** by the time of the signal: one key, one user, or one retrieved document? Note three request ids.

### check: What did it reach?
Which tools were called, which data were in the answers? If personal data left, the clock of your legal duties runs from now.

### decide: Is it one user, or one key?
Blocking a user stops that user where applications resolve first, and ends by itself. Revoking a key stops everything that is sent
with it, good traffic too, and a revoked key never works again.

### act: Block the user
The user as the application sends it with resolve, such as its hash.

~~~act block_user
~~~

### act: Cap the input
Attacks by text are often long. Longer inputs than the longest good one are refused while you look.

~~~act cap_input_length
~~~

### act: Revoke the key
~~~act block_key
~~~

### act: Return to the last good version
Where the hole came with the last version: a removed guard, a new tool, a new place for user text.

~~~act roll_back_prompt
~~~

### act: Tell security
~~~act notify
~~~

### tell: Security and the owners of the tools
What was reached, since when, what is stopped, what is not.

### check: Is it over?
No further matching inputs for 30 minutes; the same inputs by hand in staging are refused.

## Escalation path
At once: security on call. Where personal data may have left: the data protection officer, within the hour.

## Rollback procedure
Lift the block of the user and the cap on the input: both end by themselves. A revoked key cannot be restored: create another one and
hand it over. Deploy the version with its guard again after its gate has run on
the attack's inputs.
`,
  },
  {
    name: 'cost-spike',
    markdown: `# Cost spike from long inputs

## Detection signal
A jump of spend, or of input tokens a request, under **Cost → Budgets → Jumps**; the forecast passes the budget; P99 rises with it, as long
inputs take longer.

## First responder action
Find the prompt, key or user whose inputs grew, and decide whether they are wanted.

## Steps
### check: More requests or longer ones?
Compare requests and input tokens on **Monitor**. More requests: a loop or a new customer. Longer ones: a document that is sent whole,
a history that is never cut, or retries that grow.

### check: Who sends them?
**Cost → Budgets** lists keys and users that jumped. Open one request and read where its tokens come from.

### decide: Is it wanted?
A wanted growth needs a higher budget. An unwanted one is stopped at its source, the application that sends it; until then a cap
refuses inputs that are too long.

### act: Cap the input
Where resolve fills the prompt in, longer ones are refused. Applications that fill it in themselves get the cap with the prompt.

~~~act cap_input_length
~~~

### act: Block the user
Where one user sends them.

~~~act block_user
~~~

### act: Change the budget
Lower it to be notified early, or raise it where the growth is wanted. A budget notifies; nothing refuses requests by it until
traffic goes through the gateway.

~~~act change_budget
~~~

### act: Return to the version before
Where a new version made the inputs longer.

~~~act roll_back_prompt
~~~

### act: Revoke the key
Where one key runs away and its owner cannot be reached.

~~~act block_key
~~~

### tell: The owner of the application
What it costs an hour, since when, and which request shows it.

## Escalation path
After 30 minutes, or at 100 % of the budget: the owner of the budget. Above twice the budget: the owner of the product.

## Rollback procedure
Lift the cap and the block: both end by themselves. Set the budget back to its amount before: the step shows it. Promote the newer version again once its inputs are cut. A revoked key
cannot be restored: create another one.
`,
  },
];
