variable "vault" {
  type = any
}

variable "servers" {
  type = map(object({ id = string }))
}

variable "assign" {
  default = true
}

module "one" {
  source    = "../one"
  for_each  = var.servers
  name      = each.key
  server_id = each.value.id
  vault     = var.vault
  assign    = var.assign
}
