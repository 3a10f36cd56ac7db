# The app that gets the role. All it does is to name the ServiceAccount.

resource "kubernetes_deployment_v1" "my_app" {
  metadata {
    name      = "my-app"
    namespace = kubernetes_service_account_v1.irsa_my_app.metadata[0].namespace
    labels    = { app = "my-app" }
  }

  spec {
    replicas = 2

    selector {
      match_labels = { app = "my-app" }
    }

    template {
      metadata {
        labels = { app = "my-app" }
      }

      spec {
        service_account_name = kubernetes_service_account_v1.irsa_my_app.metadata[0].name

        container {
          name  = "app"
          image = "public.ecr.aws/aws-cli/aws-cli:2.31.0"
          args  = ["s3", "ls", "s3://my-bucket/my-app/"]
        }
      }
    }
  }
}
