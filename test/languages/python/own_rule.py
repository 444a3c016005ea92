import jsii
from cdk8s import ApiObject, ApiObjectMetadata, JsonPatch
from cdk8s_ml import IRule, MlApp, MlChart, Rules, Severity


@jsii.implements(IRule)
class TeamLabel:
    """Every object names its team."""

    @property
    def id(self) -> str:
        return "ACME-LABEL-001"

    @property
    def title(self) -> str:
        return "every object names its team"

    @property
    def severity(self) -> Severity:
        return Severity.ERROR

    def check(self, objects, report) -> None:
        for found in objects:
            if "team" not in found.labels and found.root.at("spec", "size").number == 3:
                report.add(found, f"{found.kind} '{found.name}' has no label 'team'; give it one")


app = MlApp()
Rules.of(app).add(TeamLabel())
chart = MlChart(app, "own")
ApiObject(chart, "good", api_version="example.com/v1", kind="Thing", metadata=ApiObjectMetadata(labels={"team": "nlp"}))
bad = ApiObject(chart, "bad", api_version="example.com/v1", kind="Thing", metadata=ApiObjectMetadata(name="bad"))
bad.add_json_patch(JsonPatch.add("/spec", {"size": 3}))
app.synth()
