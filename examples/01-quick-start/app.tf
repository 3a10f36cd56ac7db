# The app that gets the role. All it does is to name the ServiceAccount.

resource "kubernetes_deployment_v1" "my_app" {
  # checkov:skip=CKV_K8S_8: it lists a bucket every minute; there is nothing to probe
  # checkov:skip=CKV_K8S_9: it lists a bucket every minute; nobody sends it requests
  # checkov:skip=CKV_K8S_15: the tag is never moved, so one pull is enough
  # checkov:skip=CKV_K8S_43: an example that names the digest of today would be stale tomorrow

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

        # The token for AWS is another one, which EKS mounts all the same.
        automount_service_account_token = false

        security_context {
          run_as_non_root = true
          run_as_user     = 10001

          seccomp_profile {
            type = "RuntimeDefault"
          }
        }

        container {
          name    = "app"
          image   = "public.ecr.aws/aws-cli/aws-cli:2.31.0"
          command = ["sh", "-c", "while :; do aws s3 ls s3://my-bucket/my-app/; sleep 60; done"]

          # The AWS CLI keeps its credentials in the home folder, and the root file system is read-only.
          env {
            name  = "HOME"
            value = "/tmp"
          }

          volume_mount {
            name       = "tmp"
            mount_path = "/tmp"
          }

          resources {
            requests = { cpu = "50m", memory = "128Mi" }
            limits   = { cpu = "500m", memory = "256Mi" }
          }

          security_context {
            allow_privilege_escalation = false
            read_only_root_filesystem  = true

            capabilities {
              drop = ["ALL"]
            }
          }
        }

        volume {
          name = "tmp"
          empty_dir {}
        }
      }
    }
  }
}
