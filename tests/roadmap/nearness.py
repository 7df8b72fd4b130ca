"""What is near to what: a roadmap of varied needs, what people type, and the item they should be shown."""

CORPUS = """\
More graphics cards for training|Jobs wait for hours because all accelerators of the cluster are taken.
Feature store for online serving|Models need fresh features in milliseconds, computed once for training and serving.
Compare runs of all teams|We copy metrics into a spreadsheet by hand to see which experiment was best.
Bigger notebooks|The kernel dies when a data frame does not fit into 16 GB.
Alerts when the data of a model drifts|Nobody notices that the input distribution changed until revenue drops.
Roll back a model with one click|After a bad deployment it takes an hour to bring the previous version back.
Canary releases of models|Send five percent of the traffic to the new version first.
Share datasets between companies|Legal wants a record of who uses which table for what.
Delete personal data on request|A user who leaves must vanish from every training set.
Schedule pipelines|Retrain every night without somebody pressing the button.
Cache the steps of a pipeline|Steps whose input did not change run again for nothing.
Single sign-on for MLflow|People have yet another account and forget its secret.
Registry with approval before production|A second person should look at a version before customers see it.
Show what each team spends|Finance asks every month who caused the cloud bill.
Shut down idle notebooks|Machines run over the weekend while nobody uses them.
Batch inference on large tables|Scoring 200 million rows takes a day and breaks in the middle.
Streaming features from Kafka|Click events should reach the model within seconds.
Explain single predictions|Customer support has to tell a user why an ad was refused.
Python 3.13 images|Our base container is three versions behind.
R support in notebooks|The econometrics people do not write Python.
VS Code instead of the browser editor|Debugging and refactoring are painful in Jupyter.
Git integration for notebooks|Reviewing an ipynb is impossible, merges destroy outputs.
Hyperparameter search with early stopping|Katib trials that go nowhere burn budget until the end.
Distributed training with PyTorch|One node is too slow for our vision models.
Spot instances for training jobs|Interruptible machines cost a third, if checkpoints are restored by themselves.
Checkpoints that survive an eviction|A pod that is moved starts from the first epoch.
Templates for new projects|Everyone begins with copying an old repository and removing half of it.
Golden path for a first model|A newcomer needs two weeks to find out which service to use.
Docs on how to write a pipeline component|The examples are for the old SDK and do not compile.
Training course for product managers|They ask for things that learning systems cannot do.
Model cards|For every model: purpose, data, limits, and whom to ask.
Bias checks before release|We would like to know whether one group of users is treated worse.
Audit log of deployments|Who put what into production when: auditors want it in writing.
Vector database|Search by similarity for images and texts.
Serve large language models|Every team runs its own copy of an open model on expensive hardware.
Prompt management|Versions of instructions, with their evaluation, next to the code.
Labelling tool|Annotators work in spreadsheets; nobody knows how much they agree.
Synthetic test data|Developers may not touch real customers' records.
Faster image builds|Installing dependencies takes twenty minutes for each change.
Private package index|Internal libraries are installed from branches by address.
Cluster in the European region|Some tables must not leave the continent.
Quota per namespace that a lead can change|A ticket for a little more memory takes three days.
Secrets for jobs|Passwords of databases stand in the source code.
Egress to external APIs|The firewall blocks calls of our jobs to partners.
Access to the data warehouse from jobs|Queries from a pipeline need a personal token that expires.
Lower latency of the ranking endpoint|The 99th percentile is above 200 ms at noon.
Autoscaling of endpoints|Pods are added too late when the newsletter goes out.
Serverless inference|Small models sit idle most of the day and still cost money.
A/B tests of models|Statistics of an experiment are computed by everybody in another way.
Shadow traffic|Try a new version with real requests without answering them.
Dashboards of model quality|Accuracy in production, by week and market, on one page.
On-call handbook for endpoints|At night nobody knows whom to wake and what to restart.
Status page that tells the truth|It was green while notebooks had been broken for two hours.
Backup of the experiment store|Last spring three months of metrics were lost.
Quieter upgrades|Kubeflow was updated at noon and all jobs were killed.
Time series forecasting library|Five teams wrote the same code for demand.
Images of different sizes in one batch|The preprocessing wastes half of the pixels.
Lineage from table to prediction|When a column is wrong we want to know which models it reached.
Mobile models|Export to phones, with the size and speed measured.
Recommendation template|Two towers, candidates, ranking: nobody should begin from nothing.
Unit tests for data|A pipeline should stop when a column is suddenly empty.
Meeting notes in one place|Decisions of the working groups are hard to find again.
Carbon footprint of training|How much electricity did this run use?
Graph learning|Fraud rings are visible only in the connections between accounts.
""".strip()

#: What somebody types (title, and perhaps what is needed), and the title that must be among the first three.
PAIRS = [
    ("GPU quota", "", "More graphics cards for training"),
    ("We need more GPUs", "", "More graphics cards for training"),
    ("online feature store", "", "Feature store for online serving"),
    ("Compare experiments across teams", "", "Compare runs of all teams"),
    ("Out of memory in Jupyter", "The notebook crashes with large data frames.", "Bigger notebooks"),
    ("Detect data drift", "", "Alerts when the data of a model drifts"),
    ("Go back to the previous version of a model quickly", "", "Roll back a model with one click"),
    ("GDPR erasure", "Remove personal data of users who ask for it.", "Delete personal data on request"),
    ("Nightly retraining", "", "Schedule pipelines"),
    ("SSO login to experiment tracking", "", "Single sign-on for MLflow"),
    ("Cloud costs of our team", "Finance wants a report.", "Show what each team spends"),
    ("Stop unused notebook servers", "", "Shut down idle notebooks"),
    ("Why did the model decide this?", "Interpretability for customer support", "Explain single predictions"),
    ("Newer Python version", "", "Python 3.13 images"),
    ("Version control for ipynb files", "", "Git integration for notebooks"),
    ("Multi-node PyTorch", "", "Distributed training with PyTorch"),
    ("Cheap preemptible machines", "", "Spot instances for training jobs"),
    ("Onboarding guide for beginners", "How to get to a first model", "Golden path for a first model"),
    ("Test models for bias against a group of users", "", "Bias checks before release"),
    ("Hosting LLMs", "Shared open language models", "Serve large language models"),
    ("Annotation tool", "", "Labelling tool"),
    ("Docker builds are slow", "", "Faster image builds"),
    ("Store passwords and credentials safely", "", "Secrets for jobs"),
    ("Endpoint is slow at peak hours", "", "Lower latency of the ranking endpoint"),
    ("Data quality checks in pipelines", "", "Unit tests for data"),
    ("Where does this column go? Data lineage", "", "Lineage from table to prediction"),
    ("Energy use of jobs", "", "Carbon footprint of training"),
    ("Nearest neighbour search for embeddings", "", "Vector database"),
    ("Scheduled runs", "", "Schedule pipelines"),
    ("feture store", "Fresh features in milliseconds for models", "Feature store for online serving"),
]

#: What has nothing to do with any of them.
UNRELATED = [
    ("Coffee machine on the third floor", ""),
    ("Parking permits for visitors", ""),
    ("Vegetarian lunch on Fridays", ""),
    ("Christmas party", "A band and a buffet."),
    ("New chairs in the office", ""),
    ("Football tournament", ""),
    ("asdf qwer zxcv", ""),
    ("the and of", ""),
    ("Please", ""),
]


def corpus():
    """Title and need of each item."""
    return [tuple(line.split("|")) for line in CORPUS.splitlines()]
