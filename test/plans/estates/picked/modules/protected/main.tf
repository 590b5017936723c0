variable "vault" {
  type = any
}

variable "servers" {
  type = map(object({ id = string }))
}

variable "assign" {
  default = true
}

variable "prefix" {}

module "one" {
  source    = "../one"
  for_each  = var.servers
  name      = "${var.prefix}-${each.key}"
  server_id = each.value.id
  vault     = var.vault
  assign    = var.assign
}
