module cdk8s-ml.dev/test/kubectl

go 1.25
