"""Work that ends, work that waits in line, and the model's way to the pod: as typescript/tasks/main.ts has it, line by line."""
from cdk8s import Duration, Size
from cdk8s_ml import (
    Accelerator, AccessMode, AlertSeverity, ArtifactCredentials, ArtifactLoader, ArtifactRefresh, BatchScoringJob, CacheStorage, Checkpoint, Cluster, ClusterStorageClass,
    Consumers, Cpu, Disruption, ExitCodes, FastNetwork, GangTopology, GpuTrainingJob, Identity, ImagePrePull, ImagePullPolicy, KafkaSasl, Launcher, MetricsPipeline, MlApp,
    MlChart, MlNamespace, ModelArtifact, ModelCache, ModelServer, NetworkPeer, NodePool, OnlineInference, Overlap, Placement, PoolQuota, PostgreSqlTls, QueueAlert, QueuePreemption,
    QueueWorker, RabbitMqProtocol, Release, RendezvousVariables, Resources, RunIdentity, Scaling, ScalingStep, Schedule, SecretSource, Tracking, TrainingBackend,
    TrainingQueue, Trigger, TriggerAuth, WorkloadPriority, WritablePath,
)

lab = Cluster.of(
    "lab",
    metrics=[MetricsPipeline.keda(prometheus="http://prometheus.monitoring:9090")],
    rule_labels={"role": "alert-rules"},
    pools=[
        NodePool.cpu("general", cpu=Cpu.units(32), memory=Size.gibibytes(128), max_nodes=60, labels={"pool": "general"}),
        NodePool.cpu("spot", cpu=Cpu.units(16), memory=Size.gibibytes(64), max_nodes=20, spot=True, labels={"pool": "spot"}),
        NodePool.gpu(
            "h100", accelerator=Accelerator.NVIDIA_H100, per_node=8, cpu=Cpu.units(192), memory=Size.gibibytes(2048), max_nodes=8, labels={"pool": "h100", "block": "b1"},
            resources={"vpc.amazonaws.com/efa": "32", "hugepages-2Mi": "5120Mi"},
        ),
        NodePool.gpu("l4", accelerator=Accelerator.NVIDIA_L4, per_node=1, cpu=Cpu.units(12), memory=Size.gibibytes(48), max_nodes=30, spot=True, labels={"pool": "l4"}),
    ],
    storage_classes=[
        ClusterStorageClass(
            name="disk", is_default=True, access_modes=[AccessMode.READ_WRITE_ONCE, AccessMode.READ_WRITE_ONCE_POD, AccessMode.READ_ONLY_MANY],
            can_clone=True, can_snapshot=True,
        ),
        {"name": "files", "accessModes": [AccessMode.READ_WRITE_MANY]},
    ],
)

app = MlApp()
chart = MlChart(app, "tasks", cluster=lab)
team = MlNamespace(chart, "ml-tasks", owner="nlp", cost_center="cc-17")
small = Resources.guaranteed(cpu=Cpu.units(2), memory=Size.gibibytes(6))
h100 = Placement.of(pools=[lab.pool("h100")], gpus=8)
l4 = Placement.of(pools=[lab.pool("l4")], gpus=1)
aws = Identity.aws("arn:aws:iam::123456789012:role/ml-tasks")
DIGEST = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

# ---- scoring in shards ----
BatchScoringJob(
    team, "churn",
    image="registry.example.com/churn:v2.0.0",
    release=Release.of(model="churn", version="2.0.0"),
    schedule=Schedule.cron("0 4 * * *", time_zone="Europe/Berlin", overlap=Overlap.REPLACE, starting_deadline=Duration.hours(2), succeeded_runs=2, failed_runs=5),
    shards=16, parallelism=8, retries=2, max_failed_shards=3, enough_shards=13,
    input="s3://warehouse/customers", output="s3://scores/churn",
    resources=small,
    placement=Placement.of(pools=[lab.pool("spot"), lab.pool("general")]),
    exit_codes=ExitCodes.of(bad_input=[65], fatal=[78]),
    deadline=Duration.hours(3), ttl=Duration.days(1), grace_period=Duration.seconds(20),
    writable_paths=[WritablePath(path="/tmp", size=Size.gibibytes(2)), {"path": "/scratch"}],
    env={"ZETA": "1", "ALPHA": "2"},
    identity=aws,
)

# ---- consumers of queues ----
rabbit = TriggerAuth.from_secret("rabbitmq", {"username": "username", "password": "password"})
embedder = QueueWorker(
    team, "embedder",
    image="registry.example.com/embedder:1.4.0",
    resources=small,
    queue=Trigger.rabbit_mq(queue="documents", address="http://rabbitmq.queues:15672", vhost="/ml", messages_per_replica=100, consumer_timeout=Duration.minutes(40), auth=rabbit),
    also_on=[Trigger.cron(start="45 7 * * 1-5", end="0 18 * * 1-5", time_zone="Europe/Berlin", desired_replicas=1)],
    consumers=Consumers.long_lived(
        max=20, cooldown=Duration.minutes(10), fallback_replicas=2, scale_up=ScalingStep(pods=4, period=Duration.seconds(30)),
        scale_down={"percent": 25, "period": Duration.seconds(60)},
    ),
    longest_unit=Duration.seconds(30), prefetch=16, load_time=Duration.seconds(40), image_size=Size.gibibytes(3),
    secrets=[SecretSource.as_files("rabbitmq", "/var/run/secrets/rabbitmq")],
    alerts=[QueueAlert.oldest_age(limit=Duration.minutes(30), severity=AlertSeverity.CRITICAL)],
)
embedder.allow_to(NetworkPeer.pods({"app": "rabbitmq"}, "queues"), 5672, 5671)


def worker(name: str, queue: Trigger, consumers: Consumers, identity=None) -> None:
    made = QueueWorker(team, name, image="registry.example.com/worker:1.0.0", resources=small, queue=queue, consumers=consumers, longest_unit=Duration.seconds(20), identity=identity)
    made.allow_to(NetworkPeer.cidrs("10.20.0.0/16"), 443)


few = Consumers.long_lived(max=4)
redis = TriggerAuth.from_secret("redis", {"password": "password"})
azure = TriggerAuth.azure("00000000-0000-0000-0000-000000000000")
worker("rabbit-client", Trigger.rabbit_mq(queue="images", protocol=RabbitMqProtocol.HTTP, auth=TriggerAuth.from_secret("rabbitmq", {"host": "url"})), few)
worker("redis-list", Trigger.redis_list(address="redis.queues:6379", list="jobs", database=2, auth=redis), Consumers.long_lived(min=1, max=3))
worker("redis-stream", Trigger.redis_stream(address="redis.queues:6379", stream="collections", consumer_group="reindexer", tls=True, auth=redis), Consumers.per_unit(max=6, retries=4, keep_failed=2))
worker("sqs", Trigger.sqs(queue_url="https://sqs.eu-central-1.amazonaws.com/123456789012/documents", visibility_timeout=Duration.minutes(2), auth=TriggerAuth.aws_of_workload()), few, aws)
worker("kafka", Trigger.kafka(
    bootstrap_servers=["k1.queues:9092", "k2.queues:9092"], topic="clicks", consumer_group="features", partitions=4, sasl=KafkaSasl.SCRAM_SHA512, tls=True,
    auth=TriggerAuth.from_secret("kafka", {"username": "user", "password": "password"}),
), few)
worker("pub-sub", Trigger.pub_sub(subscription="projects/acme/subscriptions/documents", ack_deadline=Duration.seconds(60), auth=TriggerAuth.gcp()), few)
worker("service-bus", Trigger.service_bus_queue(queue="documents", namespace="acme-queues", auth=azure), few)
worker("service-topic", Trigger.service_bus_subscription(topic="documents", subscription="embedder", namespace="acme-queues", lock_duration=Duration.minutes(1), auth=azure), few)
worker("storage-queue", Trigger.storage_queue(queue="documents", account="acme", auth=azure), few)
worker("nats", Trigger.nats_jet_stream(monitoring="nats.queues:8222", stream="documents", consumer="embedder", ack_wait=Duration.minutes(1)), few)
worker("prometheus", Trigger.prometheus(query='sum(backlog{queue="documents"})', per_replica=2.5, counts_in_flight=True), few)
worker("postgres", Trigger.postgre_sql(
    query="select count(*) from jobs where done = false", per_replica=10, host="postgres.queues", database="jobs", user="keda", tls=PostgreSqlTls.VERIFY_FULL,
    auth=TriggerAuth.from_secret("postgres", {"password": "password"}),
), few)

# ---- queues for trainings ----
WorkloadPriority(chart, "production", value=1000, description="models that serve")
research = TrainingQueue(
    team, "research",
    quotas=[
        PoolQuota.nodes(lab.pool("h100"), 4, borrowing_limit=2, lending_limit=1, topology=["block"]),
        PoolQuota.accelerators(lab.pool("l4"), 6, topology=[]),
        PoolQuota.all(lab.pool("spot"), flavor_name="spot-cpu", topology=["zone"]),
    ],
    cohort="ml", preemption=QueuePreemption.PRIORITY, strict_order=True,
)
there = TrainingQueue.from_existing(team, "shared")

# ---- trainings ----
multi = GpuTrainingJob(
    team, "language-model",
    run_id="2026-11-21-a",
    image="registry.example.com/trainer:v3.2.0",
    launcher=Launcher.torchrun(script="train.py", args=["--epochs", "3"], processes_per_node=8),
    nodes=4, placement=h100, queue=research.with_priority("production"), topology=GangTopology.preferred("block"), network=FastNetwork.EFA, backend=TrainingBackend.JOB_SET,
    checkpoint=Checkpoint.on_object_storage("s3://checkpoints/language-model", every=Duration.minutes(20), save_time=Duration.seconds(20)),
    disruption=Disruption.RESUME, retries=3, run_time=Duration.days(2), deadline=Duration.days(4), shared_memory=Size.gibibytes(64),
    identity=aws,
    run=RunIdentity.of(
        dataset="corpus-2026-10", code_revision="9a7be01",
        tracking=Tracking.mlflow("https://mlflow.example.com", experiment="language-model", credentials_secret="mlflow"),
    ),
)
multi.allow_to(NetworkPeer.anywhere(), 443)
GpuTrainingJob(
    team, "retraining",
    image="registry.example.com/trainer:v3.2.0",
    launcher=Launcher.xgboost(script="retrain.py"),
    placement=l4, queue=there,
    artifact=ModelArtifact.from_hugging_face(
        "intfloat/e5-large-v2", revision="0123456789abcdef0123456789abcdef01234567", size=Size.gibibytes(2), files=["*.safetensors", "*.json"],
        credentials=ArtifactCredentials.from_secret("hugging-face", "token"),
    ),
    schedule=Schedule.cron("@weekly"),
    checkpoint=Checkpoint.on_volume(Size.gibibytes(20), every=Duration.minutes(10), storage_class_name="disk", mount_path="/saves"),
    run_time=Duration.hours(2), ttl=Duration.days(2), retries=2, final_exit_codes=[64, 78],
    run=RunIdentity.of(dataset="clicks", experiment="ranking", tracking=Tracking.wandb("ranking", entity="acme", credentials_secret="wandb")),
)
GpuTrainingJob(
    team, "simulation",
    run_id="s1",
    image="registry.example.com/simulation:v1.0.0",
    launcher=Launcher.custom(command=["mpi", "run"], rendezvous=RendezvousVariables(address="HEAD", rank="RANK", nodes="NODES", port="HEAD_PORT")),
    nodes=2, placement=h100, backend=TrainingBackend.JOB, queue=research,
    checkpoint=Checkpoint.on_claim("simulation", every=Duration.minutes(30), access_mode=AccessMode.READ_WRITE_MANY),
    run_time=Duration.hours(5),
)
GpuTrainingJob(
    team, "jax", run_id="j1", image="registry.example.com/jax:v1.0.0", launcher=Launcher.jax(script="train.py"), nodes=2, placement=h100,
    backend=TrainingBackend.train_job("jax-distributed"), run_time=Duration.hours(1), queue=research,
)

# ---- the model's way to the pod ----
loader = ArtifactLoader.of(image="registry.example.com/mirror/storage-initializer:v0.20.0", image_pull_policy=ImagePullPolicy.IF_NOT_PRESENT, env={"HTTPS_PROXY": "http://proxy:3128"})
cache = ModelCache(
    team, "mistral",
    artifact=ModelArtifact.from_s3("s3://models/mistral/2.3.0/", size=Size.gibibytes(14), manifest_digest=DIGEST, region="eu-central-1"),
    storage=CacheStorage.snapshotted(storage_class="disk", size=Size.gibibytes(20)),
    loader=loader, identity=aws, placement=Placement.of(pools=[lab.pool("general")]),
)
shared = ModelCache(
    team, "e5",
    artifact=ModelArtifact.from_gcs("gs://models/e5/", size=Size.gibibytes(3), manifest_digest=DIGEST),
    storage=CacheStorage.shared(storage_class="files", size=Size.gibibytes(20), versions=4),
)
ImagePrePull(team, "images", images=["registry.example.com/assistant:v2.3.0"], pools=[lab.pool("l4")], max_unavailable=2)


def service(name: str, artifact: ModelArtifact, scaling: Scaling, **props) -> None:
    OnlineInference(
        team, name,
        release=Release.of(model=name, version="1.0.0"),
        server=ModelServer.http(image="registry.example.com/assistant:v2.3.0", load_time=Duration.minutes(2)),
        resources=Resources.guaranteed(cpu=Cpu.units(8), memory=Size.gibibytes(32)),
        artifact=artifact, scaling=scaling, **props,
    )


service("assistant", cache.artifact, Scaling.on_queue(
    min=0, max=4, queue=Trigger.sqs(queue_url="https://sqs.eu-central-1.amazonaws.com/123456789012/questions", auth=TriggerAuth.aws("arn:aws:iam::123456789012:role/keda")),
), placement=l4)
service("vectors", shared.artifact, Scaling.on_cron(min=1, max=3, start="0 7 * * 1-5", end="0 18 * * 1-5", time_zone="Europe/Berlin", desired_replicas=3))
service("ranker", ModelArtifact.from_https(
    "https://files.example.com/ranker/", size=Size.gibibytes(1), refresh=ArtifactRefresh.every(Duration.minutes(15)), mount_path="/models",
), Scaling.on_prometheus(min=0, max=4, query="sum(rate(gateway_requests_total[2m]))", per_replica=2), artifact_loader=loader)
service("registered", ModelArtifact.from_mlflow("ranker", tracking_uri="https://mlflow.example.com", version="7", size=Size.gibibytes(1), manifest_digest=DIGEST), Scaling.fixed(2))
service("packed", ModelArtifact.from_image_volume("registry.example.com/models/ranker:7", sub_path="files", size=Size.gibibytes(1)), Scaling.fixed(2))
service("claimed", ModelArtifact.from_claim("ranker", sub_path="7"), Scaling.fixed(1))

app.synth()
